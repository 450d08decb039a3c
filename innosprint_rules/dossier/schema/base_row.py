"""What every row of a dossier can do: say who it is, where it was read, which columns were there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    create_model,
    model_validator,
)

from innosprint_rules.dossier.cells import said_in
from innosprint_rules.dossier.schema.columns import ReadBy, View
from innosprint_rules.dossier.schema.fields import Key, as_custom_error, cell_type
from innosprint_rules.dossier.schema.headers import resolve
from innosprint_rules.dossier.schema.raw import RawDossier, RowSource, TableSource
from innosprint_rules.dossier.schema.row_cells import Cells, as_written, keep_extras
from innosprint_rules.dossier.schema.tables import PROPOSAL, Table
from innosprint_rules.dossier.schema.values import READERS, quietly
from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.wording import brief

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Row(BaseModel):
    """One row of a table: immutable, equal to any row with the same cells wherever it was read.

    Fields are named by column code and hold internal forms: whole cents, days, texts. None is a blank cell or
    a column that is not there: ``columns`` tells them apart. Unknown columns are kept in ``model_extra``.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    table: ClassVar[Table]
    _source: RowSource | None = PrivateAttr(default=None)
    _said: Mapping[str, str] | None = PrivateAttr(default=None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle a row by its table: the classes of rows are made where they are needed."""
        return _unfilled, (self.table,), self.__getstate__()

    @property
    def identity(self) -> str:
        """What names the row in its table: ``A11``; the keys together, ``S2/P03``; else the table."""
        return "/".join(str(getattr(self, code)) for code in self.table.identity) or self.table.code

    @property
    def said(self) -> Mapping[str, str]:
        """The words of the cells that count as yes because they say something, by column: what was presented."""
        return self._said or {}

    def told(self, code: str) -> str:
        """Return the cell of something done or not as people write it: the words that say a yes, oui, non; "" blank."""
        value = getattr(self, code)
        return "" if value is None else self.said.get(code, "oui") if value else "non"

    @property
    def columns(self) -> frozenset[str]:
        """The known columns that the row's table carried where it was read, by code."""
        if self._source is not None:
            return self._source.table.columns
        return frozenset(self.model_fields_set).intersection(self.table.by_code)

    @property
    def from_proposal(self) -> bool:
        """Whether the row is one of the proposal under decision."""
        private = self.__pydantic_private__  # asked of every row at each edit: by its name it goes a long way round
        source = private["_source"] if private else None
        return source is not None and source.table.proposal

    def put_to_vote(self) -> Self:
        """Return the row as one of the proposal under decision."""
        copy = self.model_copy()
        source = self._source or RowSource(TableSource(self.table, columns=self.columns))
        copy._source = replace(source, table=replace(source.table, proposal=True))
        return copy

    def as_decided(self, cells: Mapping[str, object]) -> Self:
        """Return the row of a proposal as one of its table, with other ``cells``, by code."""
        copy = self.model_copy(update=dict(cells))
        source = self._source or RowSource(TableSource(self.table, columns=self.columns))
        columns = source.table.columns.union(cells)
        copy._source = replace(source, table=replace(source.table, table=self.table, proposal=False, columns=columns))
        return copy

    @property
    def beside(self) -> bool:
        """Whether the row was read from a proposal kept beside the tables of its dossier."""
        return self._source is not None and self._source.table.table is not self.table

    @property
    def line(self) -> int | None:
        """The line the row was read from, where it has one."""
        return self._source.line if self._source is not None else None

    @property
    def other_headers(self) -> tuple[str, ...]:
        """The headers that no column of the table answers to, where the row was read, its cells blank or not."""
        if self._source is None:
            return tuple(self.model_extra or ())
        return tuple(header for header in self._source.table.headers if header not in self.table.by_code)

    def header(self, column: str) -> str | None:
        """Return the header of the column ``column`` (by code) as its author wrote it; None where it was not there."""
        return self._source.table.headers.get(column) if self._source is not None else None

    def location(self, column: str | None = None) -> Location:
        """Return where the row was read, or its cell ``column`` (by code), header as its author wrote it."""
        return NOWHERE if self._source is None else self._source.location(column)

    def loc(self, column: str | None = None) -> tuple[str | int, ...]:
        """Return where the row, or its cell ``column`` (by code), stands in what a caller gave; empty from a file."""
        return () if self._source is None else self._source.loc_of(column)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return (
            type(self) is type(other)
            and self.__dict__ == other.__dict__
            and (self.model_extra or {}) == (other.model_extra or {})
        )

    def __repr__(self) -> str:
        cells = {**self.__dict__, **(self.model_extra or {})}
        filled = ", ".join(f"{_told(self.table, code)}={value!r}" for code, value in cells.items() if value is not None)
        return brief(f"{type(self).__name__}({filled})")

    __str__ = __repr__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say what the readers accept in a row."""
        from innosprint_rules.dossier.schema.json_schema import row_schema  # on use only: checks need no schema

        return row_schema(cls.table)

    @model_validator(mode="wrap")
    @classmethod
    def _resolve_headers(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Take French headers and names in code alike, whatever their case and accents; errors keep the caller's."""
        if type(data) is Cells:
            return cls._with_said(handler(data), data)
        if not isinstance(data, Mapping):
            return handler(data)
        raw = RawDossier(cls.table.schema)
        keys = [str(key) for key in data]
        headers = resolve(cls.table, keys, raw, NOWHERE)
        for fault in raw.faults:
            raise as_custom_error(fault.problem)
        cells = {code: value for code, value in zip(headers.codes, data.values(), strict=True) if code is not None}
        try:
            return cls._with_said(handler(keep_extras(cls.table, cells)), cells)
        except ValidationError as error:
            raise as_written(error, headers.written) from None

    @classmethod
    def _with_said(cls, row: Self, cells: Mapping[str, object]) -> Self:
        """Keep beside a row the words of the cells that count as yes because they say something."""
        said = {code: text for code in cls.table.telling if (text := said_in(cells.get(code))) is not None}
        if said:
            row._said = said
        return row


def row_class(table: Table) -> type[Row]:
    """Return the class of the rows of ``table``, made when it is first needed; proposed rows are rows of their table.

    Beside its columns it has ``amount_cents`` for each amount, and the views of each value under their names.
    """
    if table.code == PROPOSAL and table.schema.proposals is not None:
        table = table.schema.proposals
    made: type[Row] | None = table.__dict__.get("row_class")
    if made is None:
        made = _make(table)
        table.__dict__["row_class"] = made
    return made


def _make(table: Table) -> type[Row]:
    types: dict[str, Any] = {
        column.code: (Key, ...)
        if column.kind == "key" or column.code in table.identity
        else (cell_type(column), column.default)
        for column in table.columns
    }
    made = create_model(table.row, __base__=Row, __module__="innosprint_rules.dossier.schema.bundled", **types)
    made.table = table
    for column in table.columns:
        if column.kind == "amount":
            setattr(made, f"{column.code}_cents", property(attrgetter(column.code)))
        read_by = column.read_by
        if read_by is None:
            continue
        for view in read_by.views:
            setattr(made, view.name, _viewed(column.code, read_by, view))
            if view.kind == "amount":
                setattr(made, f"{view.name}_cents", property(attrgetter(view.name)))
    return made


def _viewed(code: str, read_by: ReadBy, view: View) -> property:
    """Return a value under the name of one of its kinds: None where it is of another, or blank.

    While nothing says what it is, it is read quietly, unless the view is nothing then.
    """
    read = READERS[view.kind]

    def get(row: Row) -> Any:
        said = getattr(row, read_by.column)
        value = getattr(row, code)
        if said is None:
            return None if view.nothing else quietly(read, value)
        return read(value) if read_by.meaning(said) == view.kind else None

    return property(get)


def _unfilled(table: Table) -> Row:
    kind = row_class(table)
    return kind.__new__(kind)


def _told(table: Table, code: str) -> str:
    """Return the name of a cell, with its unit where that is cents."""
    column = table.by_code.get(code)
    return f"{code}_cents" if column is not None and column.kind == "amount" else code
