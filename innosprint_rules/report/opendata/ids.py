"""Identifiers of French legal persons: SIRET with its check digit, RNA of associations."""

from __future__ import annotations

import re

from innosprint_rules.wording import Text

LA_POSTE = "356000000"
"""The SIREN whose establishments follow a rule of their own: the sum of the digits is a multiple of 5."""

_SPACES = re.compile(r"[\s\u00a0\u202f]")


def compact(text: str) -> str:
    """Return an identifier without the spaces that people put in it."""
    return _SPACES.sub("", text)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siret_fault(siret: str, siren: str | None = None) -> Text | None:
    """Return what is wrong with a SIRET, written without spaces; ``siren`` is that of whom it must be."""
    if not re.fullmatch(r"[0-9]{14}", siret):
        return Text(f"un SIRET a 14 chiffres, « {siret[:40]} » n'en est pas un",
                    f"a SIRET has 14 digits, “{siret[:40]}” is none")  # fmt: skip
    own_rule = siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0
    if not (luhn(siret) or own_rule):
        return Text(f"le chiffre de contrôle de « {siret} » est faux", f"the check digit of “{siret}” is wrong")
    if siren is not None and not siret.startswith(siren):
        return Text(f"« {siret} » n'est pas un établissement de {siren}", f"“{siret}” is no establishment of {siren}")
    return None


def rna_fault(rna: str) -> Text | None:
    """Return what is wrong with the number of an association."""
    if re.fullmatch(r"W[0-9]{9}", rna):
        return None
    return Text(f"un numéro RNA est un W et 9 chiffres, « {rna[:40]} » n'en est pas un",
                f"an RNA number is a W and 9 digits, “{rna[:40]}” is none")  # fmt: skip
