"""The days of a simulation: the term's, what leaves nothing to simulate, what of a dossier is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import InputError, Problem, UsageError
from innosprint_rules.formula.types import EXACT
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Fact, Measure, Parameter
from innosprint_rules.simulation.events.ledger import LAST, EventLedger
from innosprint_rules.simulation.scenario.loading import Scenario
from innosprint_rules.simulation.whatif.apply import Applied
from innosprint_rules.wording import Text


def term(stage: EventLedger, name: str) -> int:
    try:
        return stage.played(name).toordinal()
    except InputError:
        raise UsageError(
            Problem(
                "term-unknown",
                Text("les jours de la convention ne sont pas connus", "the days of the term are not known"),
                Text("compléter la table « convention », ou choisir une autre lecture",
                     "complete the table “convention”, or choose another reading"),
            )
        ) from None  # fmt: skip


def in_time(
    dossier: Dossier, rulebook: Rulebook, as_of: date | None, scenario: Scenario, chosen: Mapping[str, str]
) -> None:
    """Refuse to guess from which day a year that is over goes on."""
    if as_of is not None or scenario.as_of is not None:
        return
    last = term(EventLedger(dossier, rulebook, date.min, chosen), LAST)
    if local_today().toordinal() > last:
        raise UsageError(
            Problem(
                "term-over",
                Text(f"la convention est finie depuis le {written_day(last, 'fr')}",
                     f"the term has been over since {written_day(last, 'en')}"),
                Text("dire avec --as-of de quel jour l'année repart",
                     "say with --as-of from which day the year goes on"),
            )
        )  # fmt: skip


def fits(first: int, end: int, happened: int | None, dossier: Dossier | None, *, drawn: bool) -> None:
    """Refuse days that leave nothing to simulate; where nothing is ``drawn``, nothing needs to be left."""
    if end <= first:
        raise UsageError(
            Problem(
                "at-too-early",
                Text(f"le jugement du {written_day(end, 'fr')} précède la convention",
                     f"the judgement of {written_day(end, 'en')} comes before the term"),
                Text(f"choisir avec --at un jour après le {written_day(first, 'fr')}",
                     f"choose with --at a day after {written_day(first, 'en')}"),
            )
        )  # fmt: skip
    if happened is not None and (happened > end or (drawn and happened == end)):
        raise UsageError(
            Problem(
                "as-of-too-late",
                Text(f"le {written_day(happened, 'fr')} n'est pas avant la fin de l'année simulée, le"
                     f" {written_day(end, 'fr')}",
                     f"{written_day(happened, 'en')} is not before the end of the simulated year,"
                     f" {written_day(end, 'en')}"),
                Text("choisir un jour plus ancien avec --as-of", "choose an earlier day with --as-of"),
            )
        )  # fmt: skip
    if dossier is None:
        return
    dated = [(table.code, table.date_column) for table in dossier.schema.tables.values() if table.date_column]
    days = [day for code, column in dated for row in dossier.rows(code) or ()
            if (day := getattr(row, column)) is not None]  # fmt: skip
    if days and min(days).toordinal() > end:
        raise UsageError(
            Problem(
                "dossier-too-late",
                Text(f"tout le dossier est daté d'après la fin de l'année simulée, le {written_day(end, 'fr')}",
                     f"the whole dossier is dated after the end of the simulated year, {written_day(end, 'en')}"),
                Text("vérifier les dates du dossier", "check the dates of the dossier"),
            )
        )  # fmt: skip


def left_out(applied: Applied) -> list[Text]:
    """Say how many planned rows are left out."""
    count = sum(change.kind == "removed" for change in applied.changes)
    if not count:
        return []
    fr, en = (written_day(applied.as_of.toordinal(), lang) for lang in ("fr", "en"))
    if count == 1:
        return [Text(f"une ligne prévue après le {fr} est laissée de côté : le scénario dit ce qui suit",
                     f"one row planned after {en} is left out: the scenario says what follows")]  # fmt: skip
    return [Text(f"{count} lignes prévues après le {fr} sont laissées de côté : le scénario dit ce qui suit",
                 f"{count} rows planned after {en} are left out: the scenario says what follows")]  # fmt: skip


def year_of_several(last: int, end: int) -> list[Text]:
    """Say that only the year under way is drawn where the term, which ends on the day ``end``, goes on after it."""
    if last >= end:
        return []
    return [Text(f"l'année en cours est tirée, jusqu'au {written_day(last, 'fr')} ; la convention va jusqu'au"
                 f" {written_day(end, 'fr')} : un scénario décrit une année, et la suivante se simule avec --as-of une"
                 " fois celle-ci passée",
                 f"the year under way is drawn, up to {written_day(last, 'en')}; the term goes on to"
                 f" {written_day(end, 'en')}: a scenario describes one year, and the next is simulated with --as-of"
                 " once this one is over")]  # fmt: skip


def check_past(as_of: object, dossier: object) -> None:
    """Refuse a day up to which something has happened where nothing has.

    Raises:
        UsageError: there is no dossier, and yet a day; or what should be a day is none.
    """
    if as_of is not None and dossier is None:
        raise UsageError(
            Problem(
                "option-alone",
                Text("--as-of ne va pas sans --from : sans dossier, rien n'est encore arrivé",
                     "--as-of does not go without --from: without a dossier nothing has happened yet"),
                Text("ajouter --from DOSSIER, ou retirer --as-of", "add --from FOLDER, or leave --as-of out"),
            )
        )  # fmt: skip


def check_something(codes: Iterable[str]) -> None:
    """Refuse a run that judges nothing.

    Raises:
        UsageError: no rule is left.
    """
    if not list(codes):
        raise UsageError(
            Problem(
                "no-rule-left",
                Text("aucune règle n'est choisie : --ignore retire tout ce que --select garde",
                     "no rule is chosen: --ignore takes away all that --select keeps"),
                Text("ôter des codes de --ignore", "take codes out of --ignore"),
            )
        )  # fmt: skip


def check_ceiling(rulebook: Rulebook, ceilings: Iterable[int]) -> None:
    """Refuse a ceiling that no year can be drawn under: what is drawn is held in 64 bits.

    Raises:
        UsageError: it, or what an amendment makes of it, is beyond ``EXACT`` cents.
    """
    if max(ceilings) <= EXACT:
        return
    name = rulebook.agreement.balance.get("endowment", "endowment")
    known: Parameter | Measure | Fact = (
        rulebook.parameters.get(name) or rulebook.measures.get((None, name)) or rulebook.agreement.facts[name]
    )
    raise UsageError(
        Problem(
            "ceiling-beyond-the-kernel",
            Text(f"le tirage des années ne peut pas tenir « {known.label.fr} » ({name}), qui dépasse 2^53 centimes",
                 f"drawing years cannot hold “{known.label.en}” ({name}), which is beyond 2^53 cents"),
            Text("le ramener sous 90 000 milliards d'euros, ou jouer des événements fixes, sans --years",
                 "bring it below 90 million million euros, or play fixed events, without --years"),
        )
    )  # fmt: skip
