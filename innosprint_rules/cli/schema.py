"""``innosprint schema``: the JSON Schema of what is read (a dossier, a proposal) and of what is written."""

from __future__ import annotations

from typing import Any

import typer

from innosprint_rules.cli.common import guarded
from innosprint_rules.cli.helps import FILE, FOLDER, FORCE, OUTPUT, RULES
from innosprint_rules.cli.options import refuse_empty
from innosprint_rules.cli.output import Output
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text, json_text

READ = ("dossier", "proposal")
"""What is read of a dossier; every document that is written is named after its published schema."""


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""

    @app.command("schema", help=_HELP.get(lang))
    def schema(
        name: str = typer.Argument(..., metavar=Text("NOM", "NAME").get(lang), help=_NAME.get(lang)),
        rules: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=RULES.get(lang)),
        output: str | None = typer.Option(None, metavar=FILE.get(lang), help=OUTPUT.get(lang)),
        force: bool = typer.Option(False, "--force", help=FORCE.get(lang)),
    ) -> None:
        with guarded(lang):
            into = Output(output, (rules,), force)
            into.refuse()
            refuse_empty("--rules", rules)
            into.give(json_text(schema_named(name, rules), 2))


def schema_named(name: str, rules: str | None = None) -> dict[str, Any]:
    """Return a JSON Schema by its name: ``dossier``, ``proposal``, ``report``, ``rule`` …

    What is read is that of the agreement in the folder ``rules``, or of the bundled one.

    Raises:
        UsageError: there is none of that name, or the agreement knows no proposals.
        RulebookError: the rules cannot be read.
    """
    from innosprint_rules.assurance.editor_schema import SCHEMAS, editor_schema
    from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
    from innosprint_rules.dossier.schema.json_schema import dossier_schema, table_schema
    from innosprint_rules.dossier.schema.roles import required
    from innosprint_rules.engine.check import load_rulebook
    from innosprint_rules.engine.documents.documented import documents, published
    from innosprint_rules.nearest import did_you_mean

    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if name in READ:
        tables = bundled_schema() if rules is None else load_rulebook(rules).schema
        if name == "dossier":
            return {**draft, **dossier_schema("Dossier", tables)}
        return {**draft, "title": "Proposal", **table_schema(required(tables.proposal, "proposals"))}
    if name in SCHEMAS:
        return editor_schema(name)
    written = documents()
    if name in written:
        return published(written[name])
    known = (*READ, *SCHEMAS, *written)
    raise UsageError(
        Problem(
            "unknown-schema",
            Text(f"pas de schéma « {name} »", f"no schema “{name}”"),
            did_you_mean(name, known, Text(f"au choix : {', '.join(known)}", f"choose among {', '.join(known)}")),
        )
    )


_NAME = Text(
    "dossier, proposal (ce qui est lu) ; report, status, repair, allocation, outcome… (ce qui est écrit) ; agreement,"
    " parameters, measures, table, rule (les fichiers de règles, pour un éditeur)",
    "dossier, proposal (what is read); report, status, repair, allocation, outcome… (what is written); agreement,"
    " parameters, measures, table, rule (the files of rules, for an editor)",
)
_HELP = Text(
    "Donne le schéma JSON de ce qui est lu (un dossier, une proposition ; montants en euros, noms français et anglais)"
    " ou de ce qui est écrit par --format json.\n\n"
    "Codes de sortie : 0, ou 2 si aucun schéma ne porte ce nom.",
    "Gives the JSON Schema of what is read (a dossier, a proposal; amounts in euros, French and English names) or of"
    " what --format json writes.\n\n"
    "Exit statuses: 0, or 2 where no schema has that name.",
)
