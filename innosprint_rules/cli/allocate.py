"""``innosprint allocate``: share out a session among its requests, by several methods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.checking.sheet import give_sheet, refuse_no_file
from innosprint_rules.cli.common import (
    codes,
    guarded,
    page_width,
    read_date,
    readings,
    show,
)
from innosprint_rules.cli.helps import FILE, SharedOptions
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output, refuse_together
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.proposing.file import tell_written
from innosprint_rules.cli.proposing.saving import refuse_write, save
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import fold
from innosprint_rules.wording import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation

FORMATS = ("text", "json", "html", "docx")
EVERY = Text("toutes", "all")
BROKEN, IN_DOUBT = 1, 3


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)

    @app.command("allocate", help=_HELP.get(lang))
    def allocate(
        dossier: str = given.dossier,
        session: str = typer.Option(..., metavar="CODE", help=helps["session"]),
        method: list[str] | None = typer.Option(None, metavar="NAME", help=helps["method"]),
        reserve: str = typer.Option("auto", metavar=_AMOUNT.get(lang), help=helps["reserve"]),
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
        form: str = given.form,
        output: str | None = given.output,
        write: str | None = typer.Option(None, metavar=FILE.get(lang), help=helps["write"]),
        detail: bool = given.detail,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            refuse_no_file(form, output, lang)
            inputs = (dossier, rules)
            told, kept = Output(output, inputs, force), Output(write, inputs, force, "--write")
            with patience(lang):
                found = shared_out(dossier, session, method, reserve, as_of, rules, reading, told, kept)
            if write is not None:
                save(found, kept)
            tell_allocation(found, form, told, lang, detail)
            tell_written(kept, lang)
            raise typer.Exit(status(found))


def shared_out(
    dossier: str,
    session: str,
    method: Sequence[str] | None,
    reserve: str,
    as_of: str | None,
    rules: str | None,
    reading: Sequence[str] | None,
    output: Output,
    write: Output,
) -> Allocation:
    """Read what is given and share out; the options are read before the files, so that a slip is told at once."""
    from innosprint_rules.allocation.sharing.allocate import allocate
    from innosprint_rules.allocation.sharing.results import METHOD_NAMES, METHODS, USUAL, method_named
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings

    written = codes(method) or list(USUAL)
    written = list(METHODS) if any(fold(each) in map(fold, EVERY) for each in written) else written
    wanted = [method_named(each) or each for each in written]
    with together() as also:
        day = also(lambda: read_date(as_of))
        chosen = also(lambda: readings(reading))
        for name, path in (("DOSSIER", dossier), ("--session", session), ("--rules", rules)):
            also(partial(refuse_empty, name, path))
        also(lambda: _known(wanted, METHOD_NAMES))
        also(lambda: refuse_write(write, wanted))
        also(partial(refuse_together, output, write))
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    chosen_readings(rulebook, chosen)
    return allocate(
        read_dossier(dossier, rulebook),
        rulebook,
        session=session,
        methods=wanted,
        reserve=reserve,
        as_of=day,
        readings=chosen,
    )


def tell_allocation(found: Allocation, form: str, output: Output, lang: Lang, detail: bool = True) -> None:
    """Print the methods side by side, or write them to a file."""
    if form == "json":
        output.give(found.model_dump_json(indent=2))
        return
    if form != "text":
        from innosprint_rules.report.sheets.sharing import sharing_sheet

        give_sheet(sharing_sheet(found, output.teller(lang)), form, output)
        return
    if output.path is None and not detail:
        from innosprint_rules.report.text.screen.proposed import short_allocation

        output.give(short_allocation(found, output.teller(lang)))
        return
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.allocation import allocation_lines, summary_lines

    output.give(allocation_lines(found, output.teller(lang)))
    if output.path is not None:
        show(summary_lines(found, Teller(lang, page_width())))


def status(found: Allocation) -> int:
    """Return 1 when a method's answer breaks a rule, 3 when one cannot be judged in full, else 0."""
    if not all(sharing.ok for sharing in found.sharings):
        return BROKEN
    return IN_DOUBT if any(sharing.unknown for sharing in found.sharings) else 0


def _known(wanted: Sequence[str], methods: Mapping[str, Text]) -> None:
    unknown = [each for each in wanted if each not in methods]
    if unknown:
        fr, en = (", ".join(each.get(lang) for each in (*methods.values(), EVERY)) for lang in LANGUAGES)
        hint = Text(f"au choix : {fr}", f"choose among {en}")
        raise UsageError([
            Problem("unknown-method", Text(f"--method : méthode inconnue « {each} »",
                                           f"--method: unknown method “{each}”"), hint)
            for each in unknown
        ])  # fmt: skip


_AMOUNT = Text("MONTANT", "AMOUNT")
_HELP = Text(
    "Répartit ce qui reste entre les demandes d'une session (table « demandes »), par plusieurs méthodes côte à côte ;"
    " chacune respecte les règles, les minimums et la réserve, et chaque réponse est contrôlée.\n\n"
    "Les membres décident : l'outil montre ce que les règles permettent et ce que suggèrent les notes.\n\n"
    "Codes de sortie : 0 tout est contrôlé ; 1 une répartition enfreint une règle ; 2 demande ou données à corriger ;"
    " 3 rien n'est enfreint, mais un point grave n'est pas vérifiable (des besoins ou des objectifs à écrire).",
    "Shares out what is left among the requests of a session (table “demandes”), by several methods side by side;"
    " each keeps to the rules, the minimums and the reserve, and every answer is checked.\n\n"
    "The members decide: the tool shows what rules allow and what the scores suggest.\n\n"
    "Exit statuses: 0 all is checked; 1 a sharing breaks a rule; 2 bad usage or data to correct; 3 nothing is broken,"
    " but a serious point cannot be verified (needs or objectives still to be written).",
)
_HELPS: dict[str, Text] = {
    "session": Text("session à préparer : S4", "session to prepare: S4"),
    "method": Text(
        "{methods}, ou toutes (parts-égales demande pabutools) ; par défaut {usual-methods} ; peut être"
        " répété",
        "{methods}, or all of them with all (equal-shares needs pabutools); by default {usual-methods}; may be"
        " repeated",
    ),
    "reserve": Text("à garder pour les sessions à venir : auto (parts égales selon le calendrier), un montant, ou 0",
                    "to keep for the sessions to come: auto (equal parts by the calendar), an amount, or 0"),
    "write": Text("garder la répartition d'une méthode comme proposition (.csv ou .xlsx) pour check",
                  "keep the sharing of one method as a proposal (.csv or .xlsx) for check"),
}  # fmt: skip
