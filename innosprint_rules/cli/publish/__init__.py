"""``innosprint publish``: documents and open data, each a command of its own."""

from innosprint_rules.cli.publish.command import register
from innosprint_rules.cli.publish.declared import DIARY
from innosprint_rules.cli.publish.writing import FORMS

__all__ = ["forms_of", "register"]


def forms_of(document: str) -> tuple[str, ...]:
    """Return the formats in which a document is published."""
    return DIARY if document == "calendar" else FORMS
