"""The types of the models' fields: a static type each, and the strict reader that makes it.

An amount is whole cents inside and ``"1500.00"`` when dumped: what is dumped can be read again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from innosprint_rules.dossier import cells
from innosprint_rules.dossier.cells import CellError
from innosprint_rules.dossier.cells.refusals import or_empty
from innosprint_rules.dossier.schema.columns import Column, Kind, ReadBy
from innosprint_rules.dossier.schema.values import canonical
from innosprint_rules.errors import Problem
from innosprint_rules.money import plain
from innosprint_rules.wording import Text


def custom_error(code: str, message: Text, hint: Text | None) -> PydanticCustomError:
    """Make the pydantic error for a problem: its context carries message and hint in both languages."""
    context: dict[str, Any] = {"message_fr": message.get("fr"), "message_en": message.get("en")}
    if hint is not None:
        context |= {"hint_fr": hint.get("fr"), "hint_en": hint.get("en")}
        return PydanticCustomError(_type(code), "{message_en} → {hint_en}", context)
    return PydanticCustomError(_type(code), "{message_en}", context)


def as_custom_error(problem: Problem) -> PydanticCustomError:
    """Make the pydantic error for ``problem``."""
    return custom_error(problem.code, problem.message, problem.hint)


def _type(code: str) -> Any:
    # pydantic wants a literal string, for the sake of translators; ours is one of the stable codes
    return code


def _cell(read: Callable[[object], object]) -> BeforeValidator:
    def validate(value: object) -> object:
        try:
            return read(value)
        except CellError as error:
            raise custom_error(error.code, error.message, or_empty(error, value)) from None

    return BeforeValidator(validate)


def _euros(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)


def _at_most(most: int) -> Callable[[object], int | None]:
    """Make the reader of a whole number that has a highest value."""

    def read(value: object) -> int | None:
        number = cells.read_number(value)
        if number is not None and number > most:
            shown = cells.show(value)
            raise CellError(
                "score-out-of-range",
                Text(f"« {shown} » dépasse la note la plus haute, {most}",
                     f"“{shown}” is above the highest score, {most}"),
                Text(f"écrire une note de 0 à {most}", f"write a score from 0 to {most}"),
            )  # fmt: skip
        return number

    return read


def _value(read_by: ReadBy) -> BeforeValidator:
    def validate(value: object, info: ValidationInfo) -> object:
        try:
            return canonical(read_by.meaning(info.data.get(read_by.column)), value)
        except CellError as error:
            raise custom_error(error.code, error.message, or_empty(error, value)) from None

    return BeforeValidator(validate)


Key = Annotated[str, _cell(cells.read_key)]
Ref = Annotated[str | None, _cell(cells.read_reference)]
Word = Annotated[str | None, _cell(cells.read_word)]
Words = Annotated[str | None, _cell(cells.read_words)]
Said = Annotated[str | None, _cell(cells.read_said)]
Amount = Annotated[int | None, _cell(cells.read_amount), PlainSerializer(_euros, return_type=str | None)]
Number = Annotated[int | None, _cell(cells.read_number)]
Day = Annotated[dt.date | None, _cell(cells.read_date)]
Flag = Annotated[bool | None, _cell(cells.read_flag)]
Done = Annotated[bool | None, _cell(cells.read_done)]
Items = Annotated[tuple[str, ...] | None, _cell(cells.read_list)]

_PLAIN: Mapping[Kind, Any] = {
    "key": Key, "ref": Ref, "amount": Amount, "number": Number, "date": Day, "flag": Flag, "done": Done, "list": Items,
    "decimal": Annotated[int | None, _cell(cells.read_decimal)],
}  # fmt: skip


def cell_type(column: Column) -> Any:
    """Return the type of the field of ``column``, with the reader of its cells."""
    if column.kind == "text":
        return Word if column.coded else Said if column.said else Words
    if column.kind == "choice":
        read = cells.choice_reader(column.choices, column.default, column.spellings)
        return Annotated[str if column.default is not None else str | None, _cell(read)]
    if column.read_by is not None:
        return Annotated[str | None, _value(column.read_by)]
    if column.kind == "number" and column.most is not None:
        return Annotated[int | None, _cell(_at_most(column.most))]
    return _PLAIN[column.kind]
