"""``innosprint publish``: the two-month report, the evaluations and the open data, from the dossier."""

from __future__ import annotations

import typer

from innosprint_rules.cli.common import guarded, read_date, readings
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.publish.declared import PublishOptions
from innosprint_rules.cli.publish.papers import register_papers
from innosprint_rules.cli.publish.writing import Asked, publish, read_both, tell_written
from innosprint_rules.wording import Lang, Text

MOMENTS = ("mid-term", "end")


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to ``app``, their help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_PUBLISH["publish"].get(lang))
    app.add_typer(group, name="publish")
    register_papers(group, lang)
    given = PublishOptions(lang, _AS_OF)
    data = PublishOptions(lang, _PAID_BY, output=_CSV, example="Q3=end")

    @group.command("bimonthly", help=_PUBLISH["bimonthly"].get(lang))
    def bimonthly(
        dossier: str = given.dossier,
        period: int = typer.Option(..., metavar="N", help=helps["period"]),
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.form,
        prose: bool = given.prose,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            into = Output(output, (dossier, rules), force)
            asked = Asked("bimonthly", about=period, option="period", prose=prose)
            publish(asked, dossier, into, form, as_of, rules, reading, lang)

    @group.command("evaluation", help=_PUBLISH["evaluation"].get(lang))
    def evaluation_(
        dossier: str = given.dossier,
        at: str = typer.Option(..., metavar="|".join(MOMENTS), help=helps["at"]),
        year: int | None = typer.Option(None, metavar="N", help=helps["year"]),
        output: str | None = given.output,
        force: bool = given.force,
        form: str | None = given.form,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            into = Output(output, (dossier, rules), force)
            asked = Asked("evaluation", about=year, option="year", moment=at, moments=MOMENTS)
            publish(asked, dossier, into, form, as_of, rules, reading, lang)

    @group.command("opendata", help=_PUBLISH["opendata"].get(lang))
    def opendata(
        dossier: str = data.dossier,
        output: str | None = data.output,
        force: bool = data.force,
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
        as_of: str | None = data.as_of,
        rules: str | None = data.rules,
        reading: list[str] | None = data.reading,
    ) -> None:
        with guarded(lang):
            into = Output(output, (dossier, rules), force)
            with together() as also:
                day, options = also(lambda: read_date(as_of)), also(lambda: readings(reading))
                signed = also(lambda: read_date(date_convention, "--date-convention"))
                also(into.refuse)
                also(lambda: refuse_empty("--rules", rules))
            from innosprint_rules.report.opendata.scdl import Grant, subventions_csv

            grant = Grant(
                grantor=nom_attribuant, grantor_siret=siret_attribuant, signed_on=signed, decision=reference_decision,
                beneficiary=nom_beneficiaire, beneficiary_siret=siret_beneficiaire, beneficiary_rna=rna_beneficiaire,
                purpose=objet, notified=notification_ue, scheme=dispositif_aide,
            )  # fmt: skip
            facts, book = read_both(dossier, rules)
            text = subventions_csv(facts, grant, rulebook=book, as_of=day, readings=options)
            into.give(text.encode())
            tell_written(into, "", lang)


# help ------------------------------------------------------------------------------------------------

_PUBLISH: dict[str, Text] = {
    "publish": Text("Produit les documents que la convention demande et les données ouvertes.",
                    "Produces the documents that the agreement asks for, and the open data."),
    "bimonthly": Text("Le compte rendu d'une période de deux mois : rencontres, financement, répartition.",
                      "The report of a two-month period: meetings, funding, split."),
    "evaluation": Text("L'évaluation à mi-parcours ou finale : actions, équilibre financier, objectifs.",
                       "The mid-term or final evaluation: actions, financial balance, objectives."),
    "opendata": Text("La subvention en données ouvertes, au format SCDL (subventions 2.1.1).\n\n"
                     "Une ligne : la subvention que la convention accorde. Ce que le dossier n'a pas est"
                     " demandé, jamais inventé.",
                     "The grant as open data, in the SCDL format (subventions 2.1.1).\n\n"
                     "One row: the grant that the agreement gives. What the dossier lacks is asked for,"
                     " never made up."),
}  # fmt: skip
_HELPS: dict[str, Text] = {
    "period": Text("numéro de la période de deux mois", "number of the two-month period"),
    "year": Text("année de la convention, quand elle est prolongée ; par défaut la dernière dont ce moment est venu",
                 "year of the agreement, where it is prolonged; by default the latest of which that moment has come"),
    "at": Text("à mi-parcours ou à la fin", "at mid-term or at the end"),
    "siret_attribuant": Text("SIRET de qui attribue, 14 chiffres", "SIRET of the grantor, 14 digits"),
    "siret_beneficiaire": Text("SIRET du bénéficiaire, 14 chiffres", "SIRET of the beneficiary, 14 digits"),
    "rna_beneficiaire": Text("numéro RNA du bénéficiaire, W et 9 chiffres",
                             "RNA number of the beneficiary, W and 9 digits"),
    "date_convention": Text("jour de la signature ; par défaut celui de la table convention",
                            "day of signature; by default that of the table convention"),
    "notification_ue": Text("si l'aide est notifiée à l'Union européenne comme aide de minimis",
                            "whether the aid is notified to the European Union as de minimis"),
    "reference_decision": Text("référence de la délibération ; par défaut son numéro de transmission",
                               "reference of the deliberation; by default its number of transmission"),
    "nom_attribuant": Text("nom officiel de qui attribue", "official name of the grantor"),
    "nom_beneficiaire": Text("nom officiel du bénéficiaire", "official name of the beneficiary"),
    "objet": Text("objet de la subvention, 256 caractères au plus", "purpose of the grant, 256 characters at most"),
    "dispositif_aide": Text("identifiant du dispositif d'aide, s'il y en a un", "identifier of the scheme, if any"),
}  # fmt: skip
_AS_OF = Text("jour où l'on se place ; par défaut le dernier jour de la période, le mi-parcours ou la fin",
              "the moment told of; by default the last day of the period, mid-term or the end")  # fmt: skip
_CSV = Text("écrire les données dans ce fichier CSV ; un fichier qui existe n'est remplacé qu'avec --force",
            "write the data to this CSV file; one that is there is replaced only with --force")  # fmt: skip
_PAID_BY = Text("jour jusqu'auquel les versements comptent ; aujourd'hui par défaut",
                "day up to which payments count; today by default")  # fmt: skip
