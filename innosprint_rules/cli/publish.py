"""``innosprint publish``: the two-month report, the evaluations and the open data, from the dossier."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import guarded, read_date, readings, say, tell, write_output
from innosprint_rules.cli.publish_help import FILE, FOLDER, HELPS, OPENDATA_HELPS, PUBLISH
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.report.documents import Document
    from innosprint_rules.rulebook.loading import Rulebook

MOMENTS = ("mid-term", "end")
_SUFFIXES = {".docx": "docx", ".html": "html", ".htm": "html"}


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to ``app``, their help in ``lang``."""
    helps = {name: text.get(lang) for name, text in {**HELPS, **OPENDATA_HELPS}.items()}
    folder, file = FOLDER.get(lang), FILE.get(lang)
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=PUBLISH["publish"].get(lang))
    app.add_typer(group, name="publish")

    @group.command("bimonthly", help=PUBLISH["bimonthly"].get(lang))
    def bimonthly(
        dossier: str = typer.Argument(..., metavar=folder, help=helps["dossier"]),
        period: int = typer.Option(..., metavar="N", help=helps["period"]),
        output: str | None = typer.Option(None, metavar=file, help=helps["output"]),
        form: str | None = typer.Option(None, "--format", metavar="docx|html", help=helps["form"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        rules: str | None = typer.Option(None, metavar=folder, help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
    ) -> None:
        with guarded(lang):
            chosen, day, options = _form(form, output), read_date(as_of), readings(reading)
            from innosprint_rules.report.bimonthly import bimonthly_report

            facts, book = _read(dossier, rules)
            made = bimonthly_report(facts, period, rulebook=book, lang=lang, as_of=day, readings=options)
            _deliver(made, chosen, output, (dossier, rules), lang)

    @group.command("evaluation", help=PUBLISH["evaluation"].get(lang))
    def evaluation_(
        dossier: str = typer.Argument(..., metavar=folder, help=helps["dossier"]),
        at: str = typer.Option(..., metavar="|".join(MOMENTS), help=helps["at"]),
        output: str | None = typer.Option(None, metavar=file, help=helps["output"]),
        form: str | None = typer.Option(None, "--format", metavar="docx|html", help=helps["form"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        rules: str | None = typer.Option(None, metavar=folder, help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
    ) -> None:
        with guarded(lang):
            if at != "mid-term" and at != "end":
                raise UsageError(_no_choice("--at", at, MOMENTS))
            chosen, day, options = _form(form, output), read_date(as_of), readings(reading)
            from innosprint_rules.report.evaluation import evaluation

            facts, book = _read(dossier, rules)
            made = evaluation(facts, at, rulebook=book, lang=lang, as_of=day, readings=options)
            _deliver(made, chosen, output, (dossier, rules), lang)

    @group.command("opendata", help=PUBLISH["opendata"].get(lang))
    def opendata(
        dossier: str = typer.Argument(..., metavar=folder, help=helps["dossier"]),
        output: str | None = typer.Option(None, metavar=file, help=helps["csv"]),
        siret_attribuant: str | None = typer.Option(None, metavar="SIRET", help=helps["siret_attribuant"]),
        siret_beneficiaire: str | None = typer.Option(None, metavar="SIRET", help=helps["siret_beneficiaire"]),
        rna_beneficiaire: str | None = typer.Option(None, metavar="RNA", help=helps["rna_beneficiaire"]),
        date_convention: str | None = typer.Option(None, metavar="DATE", help=helps["date_convention"]),
        notification_ue: str | None = typer.Option(None, metavar="oui|non", help=helps["notification_ue"]),
        reference_decision: str | None = typer.Option(None, metavar="REF", help=helps["reference_decision"]),
        nom_attribuant: str | None = typer.Option(None, metavar="NOM", help=helps["nom_attribuant"]),
        nom_beneficiaire: str | None = typer.Option(None, metavar="NOM", help=helps["nom_beneficiaire"]),
        objet: str | None = typer.Option(None, metavar="TEXT", help=helps["objet"]),
        dispositif_aide: str | None = typer.Option(None, metavar="ID", help=helps["dispositif_aide"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["paid_by"]),
        rules: str | None = typer.Option(None, metavar=folder, help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q3=end", help=helps["reading"]),
    ) -> None:
        with guarded(lang):
            day, options, signed = read_date(as_of), readings(reading), read_date(date_convention, "--date-convention")
            from innosprint_rules.report.opendata import Grant, subventions_csv

            grant = Grant(
                grantor=nom_attribuant, grantor_siret=siret_attribuant, signed_on=signed, decision=reference_decision,
                beneficiary=nom_beneficiaire, beneficiary_siret=siret_beneficiaire, beneficiary_rna=rna_beneficiaire,
                purpose=objet, notified=notification_ue, scheme=dispositif_aide,
            )  # fmt: skip
            facts, book = _read(dossier, rules)
            text = subventions_csv(facts, grant, rulebook=book, as_of=day, readings=options)
            if output is None:
                say(text, end="")
            else:
                write_output(text, output, (dossier, rules))
                say(Text(f"Écrit : {output}", f"Written: {output}").get(lang))


def _read(dossier: str, rules: str | None) -> tuple[Dossier, Rulebook]:
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook

    return read_dossier(dossier), default_rulebook() if rules is None else load_rulebook(rules)


# what is written -------------------------------------------------------------------------------------


def _form(form: str | None, output: str | None) -> str:
    """Return how the document is written: as asked, else as the name of the file says."""
    if form is not None and form not in _SUFFIXES.values():
        raise UsageError(_no_choice("--format", form, ("docx", "html")))
    named = None if output is None else _SUFFIXES.get(Path(output).suffix.lower())
    if form is not None and named is not None and form != named:
        raise UsageError(
            Problem(
                "two-formats",
                Text(f"--format {form} ne va pas avec « {output} »", f"--format {form} does not go with “{output}”"),
                Text("changer l'un ou l'autre", "change one or the other"),
            )
        )
    chosen = form or named
    if chosen is None or (chosen == "docx" and output is None):
        raise UsageError(
            Problem(
                "no-format",
                Text("il manque un fichier où écrire", "a file to write to is missing"),
                Text("--output compte-rendu.docx ou --output compte-rendu.html ; --format html seul écrit la page sur la sortie",
                     "--output report.docx or --output report.html; --format html alone prints the page"),
            )
        )  # fmt: skip
    return chosen


def _deliver(document: Document, form: str, output: str | None, inputs: Iterable[str | None], lang: Lang) -> None:
    """Write the document, or print the page."""
    from datetime import date

    from innosprint_rules.report.documents import rendered

    content = rendered(document, "docx" if form == "docx" else "html")
    if document.day > date.today():  # noqa: DTZ011  # the reader's own today
        early = Text("ce moment est encore à venir : le document est provisoire",
                     "that moment is still to come: the document is provisional")  # fmt: skip
        tell(f"{document.day:%d/%m/%Y}, {early.get(lang)}" if lang == "fr" else f"{document.day}, {early.get(lang)}")
    if output is None:
        say(content.decode("utf-8"), end="")
        return
    write_output(content, output, inputs)
    say(Text(f"Écrit : {output} ({document.title})", f"Written: {output} ({document.title})").get(lang))


def _no_choice(option: str, value: str, choices: Iterable[str]) -> Problem:
    known = ", ".join(choices)
    return Problem(
        "unknown-choice",
        Text(f"{option} : « {value} » n'est pas possible", f"{option}: “{value}” is not possible"),
        Text(f"au choix : {known}", f"choose among {known}"),
    )
