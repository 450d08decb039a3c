"""How a dossier stands in one sentence: may the rows be voted, how many breaches, what goes back once all is over.

Breaches are counted here and nowhere else, so that every format gives the same figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.calendar import day
from innosprint_rules.engine.check import check, worth
from innosprint_rules.engine.evaluation.values import says_nothing
from innosprint_rules.formula.logic import Interval
from innosprint_rules.report.content.attention import sort_of
from innosprint_rules.report.content.proposal import is_refused
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposalResult, ProposedLine, Report

FIRST_DAY, LAST_DAY, TO_RETURN = "first_day", "last_day", "to_return"  # roles of measures in agreement.yaml


class Count(NamedTuple):
    """How many findings ask for attention, by what they are called."""

    breaches: int  # violated, of severity error
    departures: int  # from guidance, under a reading that makes them an error
    warnings: int
    doubts: int  # of severity error, not to be judged for want of facts

    def grave(self, teller: Teller) -> list[str]:
        """Return what is surely wrong and grave, in words: « 3 manquements », « 1 écart grave »."""
        words = (
            (self.breaches, Text("{n:manquement|manquements}", "{n:breach|breaches}")),
            (self.departures, Text("{n:écart grave|écarts graves}", "{n:serious departure|serious departures}")),
        )
        return [teller.counted(said, n=number) for number, said in words if number]


def count(findings: Iterable[Finding]) -> Count:
    """Count what is wrong or in doubt; objectives and guidance are never called breaches."""
    breaches = departures = warnings = doubts = 0
    for finding in findings:
        sort = sort_of(finding)
        breaches += sort == "breach"
        departures += sort == "departure" and finding.severity == "error"
        warnings += sort == "warning"
        doubts += finding.verdict == "unknown" and finding.severity == "error"
    return Count(breaches, departures, warnings, doubts)


class Headline(NamedTuple):
    """The verdict in a sentence, its kind (error, unknown, ok, notice), and what must be known beside it."""

    text: str
    kind: str
    beside: str = ""


def headline(report: Report, teller: Teller, judged: Sequence[str] = ()) -> Headline:
    """Return the first lines of a report: may the proposed rows be voted, else how the dossier stands.

    ``judged`` names the rules when not all of them were asked for: the verdict then says so.
    """
    found = _dossier(report, teller) if report.proposal is None else _vote(report, report.proposal, teller)
    if not judged:
        return found
    rules = Text("{n:règle|règles} sur {all}", "{n:rule|rules} of {all}")
    said = teller.counted(rules, n=len(judged), all=len(report.rulebook.rules))
    return found._replace(text=f"{found.text} ({said})")


def _dossier(report: Report, teller: Teller) -> Headline:
    found = count(report.findings)
    on = teller.date(report.as_of)
    at = teller.either(f"au {on}", f"on {on}")
    parts = found.grave(teller)
    grave = bool(parts)
    if grave and found.doubts:
        parts.append(teller.either(f"{found.doubts}\u00a0à vérifier", f"{found.doubts}\u00a0to verify"))
    if found.warnings:
        parts.append(
            teller.number(found.warnings, Text("avertissement", "warning"), Text("avertissements", "warnings"))
        )
    if grave:
        return Headline(f"{', '.join(parts)}, {at}", "error")
    after = "".join(f", {part}" for part in parts)
    if found.doubts:
        said = Text("Aucun manquement, mais {n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                    "No breach, but {n:point|points} cannot be verified")  # fmt: skip
        return Headline(f"{teller.counted(said, n=found.doubts)}{after}, {at}", "unknown")
    return Headline((teller.either(f"Aucun manquement {at}", f"No breach {at}")) + after, "ok")


# the vote --------------------------------------------------------------------------------------------


def _vote(report: Report, proposal: ProposalResult, teller: Teller) -> Headline:
    """Return whether the lines may be voted, and how many other breaches the dossier holds."""
    own = {id(f) for line in proposal.lines for f in line.findings}
    elsewhere = count(f for f in report.findings if id(f) not in own and f.new)
    lines = [line for line in proposal.lines if not is_refused(report, line)]
    broken = [line for line in lines if not line.ok]
    known = count(f for f in report.findings if id(f) not in own and not f.new)
    text, kind = _voted(report, lines, broken, elsewhere, teller)
    beside = _others(known, teller)
    if broken and elsewhere.grave(teller):
        more = teller.lists(elsewhere.grave(teller))
        beside += teller.say(
            Text(f" ; voter ces lignes entraînerait aussi {more}", f"; voting these rows would also bring {more}")
        )
    return Headline(text, kind, beside)


def _voted(
    report: Report, lines: Sequence[ProposedLine], broken: Sequence[ProposedLine], elsewhere: Count, teller: Teller
) -> tuple[str, str]:
    if not lines:
        none = Text("La proposition ne contient aucune ligne à voter", "The proposal holds no row to vote")
        return teller.say(none), "notice"
    if broken and len(lines) == 1:
        said = Text(f"La ligne {lines[0].id} enfreint la convention", f"Row {lines[0].id} breaks the agreement")
        return teller.say(said), "error"
    if broken:
        several = Text("{k:ligne|lignes} sur {n} enfreignent la convention", "{k:row|rows} of {n} break the agreement")
        one = Text("{k:ligne|lignes} sur {n} enfreint la convention", "{k:row|rows} of {n} breaks the agreement")
        return teller.counted(one if len(broken) == 1 else several, k=len(broken), n=len(lines)), "error"
    if elsewhere.grave(teller):
        more = teller.lists(elsewhere.grave(teller))
        said = Text(f"Ces lignes sont conformes, mais les voter entraîne {more} ailleurs",
                    f"These rows comply, but voting them brings {more} elsewhere")  # fmt: skip
        return teller.say(said), "error"
    unknown = count(f for f in report.findings if f.new).doubts
    if unknown:
        said = Text("Rien n'enfreint la convention, mais {n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                    "Nothing breaks the agreement, but {n:point|points} cannot be verified")  # fmt: skip
        return teller.counted(said, n=unknown), "unknown"
    if len(lines) == 1:
        return teller.say(Text("Vous pouvez voter cette ligne", "You may vote this row")), "ok"
    said = Text(f"Vous pouvez voter ces {len(lines)} lignes", f"You may vote these {len(lines)} rows")
    return teller.say(said), "ok"


def _others(known: Count, teller: Teller) -> str:
    found = teller.lists(known.grave(teller))
    if not found:
        none = Text("Le dossier ne contient par ailleurs aucun manquement", "Otherwise the dossier holds no breach")
        return teller.say(none)
    return teller.say(Text(f"Le dossier contient par ailleurs {found}", f"Otherwise the dossier holds {found}"))


# the term --------------------------------------------------------------------------------------------


def role(report: Report, name: str) -> int | Interval | None:
    """Return the worth of the measure that plays a role in the agreement (cents, or a day); None where none does."""
    measure = report.rulebook.agreement.roles.get(name)
    value = None if measure is None else worth(report.judge, measure)
    return value if isinstance(value, int | Interval) else None


def ended_on(report: Report) -> date | None:
    """Return the last day of the term once it is over; None before, and where it is not known."""
    last = role(report, LAST_DAY)
    return day(last) if isinstance(last, int) and last < report.as_of.toordinal() else None


def prolonged_to(report: Report, dossier: Dossier, readings: Mapping[str, str]) -> date | None:
    """Return the last day of the term where amendments put it off to a day still to come; None where none does."""
    amendments = dossier.schema.roles.amendments
    last = role(report, LAST_DAY)
    if amendments is None or not isinstance(last, int) or last < report.as_of.toordinal():
        return None
    bare = dossier.model_copy(update={amendments.table: ()})
    before = role(check(bare, report.rulebook, as_of=report.as_of, readings=readings), LAST_DAY)
    return day(last) if isinstance(before, int) and before < last else None


def left_words(report: Report, teller: Teller) -> str:
    """Say what is left to allocate, or once the term is over what is to be returned; empty without a balance."""
    ended = ended_on(report)
    if ended is not None:
        over = Text(f"Convention terminée le {FRENCH.date(ended)}", f"Term ended on {ENGLISH.date(ended)}")
        owed = role(report, TO_RETURN)
        if owed is None:
            return teller.say(over)
        back = Text("rien à restituer", "nothing to return")
        if says_nothing(owed):
            back = Text("ce qui est à restituer est inconnu", "what is to be returned is unknown")
        elif owed != 0:
            back = Text(f"{FRENCH.amount(owed)} à restituer", f"{ENGLISH.amount(owed)} to return")
        return teller.say(Text(f"{over.fr} : {back.fr}", f"{over.en}: {back.en}"))
    left = report.amounts["remaining"]
    if left is None:
        return ""
    if says_nothing(left):
        return teller.say(Text("Ce qui reste à attribuer est inconnu", "What is left to allocate is unknown"))
    return teller.say(Text(f"Reste {FRENCH.amount(left)} à attribuer", f"{ENGLISH.amount(left)} left to allocate"))
