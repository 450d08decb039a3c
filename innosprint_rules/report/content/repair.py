"""A repair in words: its answer in one sentence, each of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.results import Alternative, Blocked, LineChange, Repair
    from innosprint_rules.engine.findings import Finding


def first_line(found: Repair, teller: Teller) -> tuple[str, str]:
    """Return the answer in one sentence, and the style it is set in."""
    first = found.first
    if found.ok:
        unknown = sum(f.new and f.verdict == "unknown" and f.severity == "error" for f in found.report.findings)
        if unknown:
            said = Text("Rien à réparer, mais {n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                        "Nothing to repair, but {n:point|points} cannot be verified")  # fmt: skip
            return teller.counted(said, n=unknown), "bold magenta"
        return teller.say(
            Text("Rien à réparer : la proposition est conforme", "Nothing to repair: the proposal complies")
        ), "bold green"
    if first is None or found.hopeless:
        return teller.say(Text("Aucun changement de montants ne suffit", "No change of amounts is enough")), "bold red"
    if _refuses_all(found, first):
        said = Text("Aucun montant ne sauve ces lignes : les refuser, ou changer autre chose",
                    "No amount saves these rows: refuse them, or change something else")  # fmt: skip
        return teller.say(said), "bold red"
    change = Text("{n:ligne|lignes}", "{n:row|rows}")
    rows, cents = teller.counted(change, n=first.size.lines), teller.amount(first.size.cents)
    if found.complies:
        said = Text(
            f"Conforme selon les lectures retenues ; changer {rows}, de {cents}, la rend conforme sous toutes",
            f"Compliant under the readings in force; changing {rows}, by {cents}, makes it so under all",
        )
        return teller.say(said), "bold yellow"
    one = first.size.lines == 1
    said = Text(f"La proposition devient conforme en changeant {rows}, de {cents}" + ("" if one else " en tout"),
                f"The proposal complies once {rows} {'changes' if one else 'change'}, by {cents}"
                + ("" if one else " in all"))  # fmt: skip
    return teller.say(said), "bold green"


def change_words(change: LineChange, teller: Teller) -> str:
    """Return one change: « refuser A10 (4 500,00 €) », « ramener A11 de 8 000,00 € à 3 500,00 € »."""
    before, after = teller.amount(change.before), teller.amount(change.after)
    if change.refused:
        return teller.say(Text(f"refuser {change.line} ({before})", f"refuse {change.line} ({before})"))
    if (change.after or 0) < (change.before or 0):
        return teller.say(
            Text(f"ramener {change.line} de {before} à {after}", f"bring {change.line} down from {before} to {after}")
        )
    return teller.say(
        Text(f"porter {change.line} de {before} à {after}", f"raise {change.line} from {before} to {after}")
    )


def short_words(change: LineChange, teller: Teller) -> str:
    """Return one change in few words: « refuser A10 », « ramener A11 à 3 500,00 € »."""
    after = teller.amount(change.after)
    if change.refused:
        return teller.say(Text(f"refuser {change.line}", f"refuse {change.line}"))
    if (change.after or 0) < (change.before or 0):
        return teller.say(Text(f"ramener {change.line} à {after}", f"bring {change.line} down to {after}"))
    return teller.say(Text(f"porter {change.line} à {after}", f"raise {change.line} to {after}"))


def breaches(found: Repair) -> list[Finding]:
    """Return what the proposal as it stands breaks."""
    return [f for f in found.report.findings if f.new and f.verdict == "violated" and f.severity == "error"]


def remedies(held: Blocked, teller: Teller) -> str:
    """Say what a line that no amount saves needs, each thing once."""
    return teller.clauses(list(dict.fromkeys(said for f in held.findings if (said := teller.say(f.remedy)))))


def _refuses_all(found: Repair, first: Alternative) -> bool:
    return sum(change.refused for change in first.changes) == len(found.model.lines)
