"""The cells of one row as a caller gave them: by header or by code, with errors that name what its author wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import (
    ValidationError,
)
from pydantic_core import InitErrorDetails

from innosprint_rules.dossier.cells import CellError, is_blank, read_text
from innosprint_rules.dossier.schema.fields import custom_error
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    pass


class Cells(dict[str, object]):
    """The cells of one row by column code: headers already resolved."""


def keep_extras(table: Table, cells: Mapping[str, object]) -> Cells:
    """Return ``cells`` with those of unknown columns as text, left out when blank."""
    kept = Cells()
    for code, value in cells.items():
        if code in table.by_code:
            kept[code] = value
        elif not is_blank(value):
            try:
                kept[code] = read_text(value)
            except CellError as error:
                raise custom_error(error.code, error.message, error.hint) from None
    return kept


def as_written(error: ValidationError, keys: Mapping[str, str]) -> ValidationError:
    """Return an error that names the cells as their author did."""
    details: list[InitErrorDetails] = []
    for each in error.errors(include_url=False):
        context = each.get("ctx", {})
        kind: Any = each["type"]
        if "message_fr" in context:
            hint = Text(context["hint_fr"], context["hint_en"]) if "hint_fr" in context else None
            kind = custom_error(kind, Text(context["message_fr"], context["message_en"]), hint)
        loc = tuple(keys.get(part, part) if isinstance(part, str) else part for part in each["loc"])
        details.append(InitErrorDetails(type=kind, loc=loc, input=each["input"]))
    return ValidationError.from_exception_data(error.title, details)
