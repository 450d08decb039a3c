"""The options of a check: which readings hold, which rules are judged; every mistake told with what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.bundled_schema import schema_of
from innosprint_rules.errors import Problem, ProblemList, UsageError, expect
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

DOSSIER = Text("un Dossier (read_dossier, Dossier.model_validate)", "a Dossier (read_dossier, Dossier.model_validate)")
_RULEBOOK = Text("un Rulebook (load_rulebook), ou None", "a Rulebook (load_rulebook), or None")
_DAY = Text("une datetime.date, ou None", "a datetime.date, or None")
_READINGS = Text("un dictionnaire, {'Q9': 'net'}", "a dictionary, {'Q9': 'net'}")
_NAMES = Text("une liste de textes", "a list of texts")


_OTHER_TABLES = Problem(
    "other-tables",
    Text("le dossier a été lu avec les tables d'une autre convention",
         "the dossier was read with another agreement's tables"),
    Text("le lire avec les mêmes règles : read_dossier(chemin, rulebook), Dossier.model_validate(…,"
         " context={'innosprint': {'rulebook': rulebook}})",
         "read it with the same rules: read_dossier(path, rulebook), Dossier.model_validate(…, context={'innosprint':"
         " {'rulebook': rulebook}})"),
)  # fmt: skip


def expect_arguments(
    dossier: object,
    rulebook: object,
    as_of: object = None,
    readings: object = None,
    **names: object,
) -> None:
    """Refuse what is no dossier, rulebook, day, readings, or list of ``names``: the arguments of every function.

    Raises:
        UsageError: an argument of the wrong type.
    """
    expect("dossier", dossier, Dossier, DOSSIER)
    expect("rulebook", rulebook, (Rulebook, type(None)), _RULEBOOK)
    if isinstance(dossier, Dossier) and dossier.schema != schema_of(
        rulebook if isinstance(rulebook, Rulebook) else None
    ):
        raise UsageError(_OTHER_TABLES)
    expect("as_of", as_of, (date, type(None)), _DAY)
    expect("readings", readings, (Mapping, type(None)), _READINGS)
    for key, value in (readings or {}).items() if isinstance(readings, Mapping) else ():
        expect(f"readings[{key!r}]", value, str, Text("un texte, « net »", "a text, “net”"))
    for name, several in names.items():
        expect(name, several, Iterable, _NAMES)
        for each in several if isinstance(several, Sequence | Set) else ():
            expect(name, each, str, _NAMES)


def listed(names: Iterable[str]) -> tuple[str, ...]:
    """Return names; one alone, whose letters nobody means, as the one name."""
    return (names,) if isinstance(names, str) else tuple(names)


def chosen_readings(rulebook: Rulebook, readings: Mapping[str, str] | None) -> dict[str, str]:
    """Return the readings in force: the defaults, changed as asked.

    Raises:
        UsageError: a question or an answer that the agreement does not know.
    """
    chosen = rulebook.default_readings()
    problems = ProblemList()
    known = rulebook.agreement.readings
    for key, value in (readings or {}).items():
        if key not in known:
            problems.add(
                "unknown-reading",
                Text(f"lecture inconnue « {key} »", f"unknown reading “{key}”"),
                suggestion(key, list(known)) or Text(f"lectures : {', '.join(known)}",
                                                     f"readings: {', '.join(known)}"),
            )  # fmt: skip
        elif value not in known[key].options:
            options = ", ".join(known[key].options)
            problems.add(
                "unknown-reading",
                Text(f"{key} n'a pas de lecture « {value} »", f"{key} has no reading “{value}”"),
                Text(f"lectures de {key} : {options}", f"readings of {key}: {options}"),
            )
        else:
            chosen[key] = value
    if problems:
        raise UsageError(problems.problems)
    return chosen


def chosen_rules(rulebook: Rulebook, select: Iterable[str], ignore: Iterable[str]) -> list[str]:
    """Return the codes of the rules to judge; a beginning such as ``END`` stands for its family.

    Raises:
        UsageError: a code or a beginning that no rule has.
    """
    problems = ProblemList()
    codes = list(rulebook.rules)
    wanted, unwanted = ([each.upper() for each in listed(group)] for group in (select, ignore))
    for word in (*wanted, *unwanted):
        if not word or not any(code.startswith(word) for code in codes):
            problems.add(
                "unknown-code",
                Text(f"aucune règle ne commence par « {word} »", f"no rule starts with “{word}”"),
                suggestion(word, codes) or Text("voir innosprint rules list", "see innosprint rules list"),
            )
    if problems:
        raise UsageError(problems.problems)

    def among(code: str, words: list[str]) -> bool:
        return any(code.startswith(word) for word in words)

    return [code for code in codes if (not wanted or among(code, wanted)) and not among(code, unwanted)]
