"""``innosprint publish``: the papers of a session and of the year, each prefilled and ready to complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import guarded, read_date, readings
from innosprint_rules.cli.helps import FOLDER
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.publish.declared import PublishOptions
from innosprint_rules.cli.publish.writing import Asked, publish, read_both, tell_written
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.documents.diary import Entry
    from innosprint_rules.rulebook.book import Rulebook

_ABOUT: Mapping[str, tuple[str, Text]] = {
    "minutes": ("session", Text("session dont on rend compte : S4", "session told of: S4")),
    "convocation": ("session", Text("session à convoquer : S4", "session to convene: S4")),
    "notification": ("allocation", Text("attribution à notifier : A08", "allocation to notify: A08")),
    "assessment": ("report", Text("compte rendu auquel on répond : R01", "report that is answered: R01")),
}
"""What a paper is about, by its name: the option that names it and what that option says."""


def register_papers(group: typer.Typer, lang: Lang) -> None:
    """Add a command for each paper to the group ``publish``."""
    given = PublishOptions(lang, _AS_OF)
    for name in ("minutes", "convocation", "notification", "assessment"):
        _about_one(group, name, given, lang)
    for name in ("balance", "account"):
        _of_the_whole(group, name, given, lang)
    _calendar(group, given, lang)
    _any(group, given, lang)


def _about_one(group: typer.Typer, name: str, given: PublishOptions, lang: Lang) -> None:
    option, said = _ABOUT[name]

    @group.command(name, help=_PAPERS[name].get(lang))
    def command(
        dossier: str = given.dossier,
        about: str = typer.Option(..., f"--{option}", metavar="CODE", help=said.get(lang)),
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.form,
        prose: bool = given.prose,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            asked = Asked(name, about, option, prose=prose)
            publish(asked, dossier, Output(output, (dossier, rules), force), form, as_of, rules, reading, lang)


def _of_the_whole(group: typer.Typer, name: str, given: PublishOptions, lang: Lang) -> None:
    @group.command(name, help=_PAPERS[name].get(lang))
    def command(
        dossier: str = given.dossier,
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.form,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            publish(Asked(name), dossier, Output(output, (dossier, rules), force), form, as_of, rules, reading, lang)


def _any(group: typer.Typer, given: PublishOptions, lang: Lang) -> None:
    @group.command("document", help=_PAPERS["document"].get(lang))
    def command(
        name: str = typer.Argument(..., metavar=_NAME.get(lang), help=_NAMED.get(lang)),
        dossier: str = given.dossier,
        about: str | None = typer.Option(None, metavar="CODE", help=_OF.get(lang)),
        at: str = typer.Option("", metavar=_NAME.get(lang), help=_AT.get(lang)),
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.form,
        prose: bool = given.prose,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            asked = Asked(name, about, moment=at, prose=prose)
            publish(asked, dossier, Output(output, (dossier, rules), force), form, as_of, rules, reading, lang)


def _calendar(group: typer.Typer, given: PublishOptions, lang: Lang) -> None:
    @group.command("calendar", help=_PAPERS["calendar"].get(lang))
    def command(
        dossier: str = given.dossier,
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.diary,
        reminders: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=_REMINDERS.get(lang)),
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            named = output is not None and output.lower().endswith(".ics")
            if form == "ics" or (form is None and named):
                if output is not None and not named:
                    raise UsageError(_NOT_ICS)
                day = read_date(as_of)
                _diary(dossier, output, force, reminders, day, rules, reading, lang)
            else:
                into = Output(output, (dossier, rules), force)
                publish(Asked("calendar"), dossier, into, form, as_of, rules, reading, lang)
                if reminders is not None:
                    day = read_date(as_of)
                    found, _ = _entries(dossier, rules, day, readings(reading), lang)
                    _remind(found, reminders, (dossier, rules), day, force, lang)


def _diary(
    dossier: str,
    output: str | None,
    force: bool,
    reminders: str | None,
    as_of: date | None,
    rules: str | None,
    reading: list[str] | None,
    lang: Lang,
) -> None:
    from innosprint_rules.calendar import local_today
    from innosprint_rules.report.documents.diary import ics

    into = Output(output, (dossier, rules), force)
    with together() as also:
        options = also(lambda: readings(reading))
        also(into.refuse)
        also(lambda: refuse_empty("--rules", rules))
    found, book = _entries(dossier, rules, as_of, options, lang)
    into.give(ics(found, book.agreement.title.get(lang), local_today()))
    tell_written(into, "", lang)
    if reminders is not None:
        _remind(found, reminders, (dossier, rules), as_of, force, lang)


def _entries(
    dossier: str, rules: str | None, as_of: date | None, options: Mapping[str, str], lang: Lang
) -> tuple[tuple[Entry, ...], Rulebook]:
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.documents.diary import entries

    facts, book = read_both(dossier, rules)
    return entries(facts, rulebook=book, teller=Teller(lang), as_of=as_of, readings=options), book


def _remind(
    found: tuple[Entry, ...], folder: str, read: tuple[str, str | None], as_of: date | None, force: bool, lang: Lang
) -> None:
    from innosprint_rules.calendar import local_today
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.documents.diary import reminders
    from innosprint_rules.saving import save_folder

    files = reminders(found, as_of or local_today(), Teller(lang))
    save_folder(files, folder, tuple(files), read, force, "--reminders")
    tell_written(Output(folder), f" ({len(files)} .eml)", lang)


_NAME = Text("NOM", "NAME")
_NAMED = Text("nom du document", "name of the document")
_OF = Text("ligne sur laquelle il porte", "row that it is about")
_AT = Text("lequel de ses moments", "which of its moments")
_AS_OF = Text("jour où l'on se place ; par défaut celui de la session ou de la décision, sinon aujourd'hui",
              "the moment told of; by default that of the session or the decision, else today")  # fmt: skip
_REMINDERS = Text("y écrire un rappel par échéance, en messages .eml à envoyer",
                  "write a reminder a deadline there, as .eml messages to send")  # fmt: skip
_NOT_ICS = Problem(
    "not-ics",
    Text("--format ics écrit un fichier .ics", "--format ics writes an .ics file"),
    Text("--output calendrier.ics", "--output calendar.ics"),
)
_PAPERS: Mapping[str, Text] = {
    "minutes": Text(
        "Le procès-verbal d'une session : présents, présentations, votes, solde, suites.",
        "The minutes of a session: who was there, presentations, votes, balance, what comes next.",
    ),
    "convocation": Text(
        "La convocation à une session, avec son ordre du jour.", "The convocation of a session, with its agenda."
    ),
    "notification": Text(
        "La lettre qui notifie une décision à un porteur de projet.", "The letter that notifies a decision to a holder."
    ),
    "assessment": Text(
        "L'appréciation qui répond à un compte rendu bimestriel, à compléter.",
        "The assessment that answers a two-month report, to be completed.",
    ),
    "balance": Text(
        "L'état du solde à restituer à qui a versé l'aide.",
        "The statement of the balance to be returned to the grantor.",
    ),
    "account": Text(
        "Le compte final : produits, charges, écarts entre ce qui est décidé et versé.",
        "The final account: income, expenditure, what was decided and paid and the difference.",
    ),
    "document": Text(
        "Un document que la convention déclare, par son nom (« documents » dans agreement.yaml).",
        "A document that the agreement declares, by its name (“documents” in agreement.yaml).",
    ),
    "calendar": Text(
        "Le calendrier des sessions et des échéances, à lire ou pour un agenda (.ics), avec des rappels.",
        "The calendar of sessions and of what is due, to read or for a diary (.ics), with reminders.",
    ),
}
