"""The dossier: what was read, typed, immutable, and able to say where each thing came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from innosprint_rules.dossier.assembly import Assembled, assemble, validation_error
from innosprint_rules.dossier.canonical import digest, table_rows
from innosprint_rules.dossier.formats.named_tables import raw_from_tables
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema, schema_of
from innosprint_rules.dossier.schema.raw import Notice, RawDossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.tables import PROPOSAL, Described, Schema
from innosprint_rules.errors import expect
from innosprint_rules.wording import Text, brief

if TYPE_CHECKING:
    import pandas as pd
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from innosprint_rules.dossier.schema.bundled import Tables
else:
    Tables = object

_CONTEXT = "innosprint"
_FRAMES = Text("un dictionnaire de DataFrames par nom de table", "a dictionary of DataFrames by name of table")


class Dossier(BaseModel, Tables):
    """Everything that is known of a programme, table by table; None is a table that is not there.

    The tables are those of an agreement, the bundled one unless another is said, each an attribute by its name in code.

    ``Dossier.model_validate({"attributions": [{"id": "A01", "montant": "1 500,00 €"}]})`` takes French or
    English names, reads cells strictly, checks the rows against each other, and raises one pydantic
    ``ValidationError`` that tells every fault (message and hint in both languages in each error's ``ctx``).
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    _schema: Schema = PrivateAttr(default_factory=bundled_schema)
    _columns: dict[str, frozenset[str]] = PrivateAttr(default_factory=dict)
    _open: frozenset[str] = PrivateAttr(default=frozenset())
    _planned_after: dt.date | None = PrivateAttr(default=None)
    _notices: tuple[Notice, ...] = PrivateAttr(default=())
    _source: str | None = PrivateAttr(default=None)
    _digest: str | None = PrivateAttr(default=None)

    @classmethod
    def empty(cls, rulebook: Described | None = None) -> Self:
        """Return a dossier of the tables of ``rulebook`` in which none is there."""
        return cls.model_validate(assemble(RawDossier(schema_of(rulebook))))

    @property
    def schema(self) -> Schema:  # type: ignore[override]  # pydantic's own name of a method that it no longer has
        """The schema of its tables."""
        return self._schema

    @classmethod
    def from_frames(cls, frames: Mapping[str, pd.DataFrame], rulebook: Described | None = None) -> Self:
        """Build a dossier of the tables of ``rulebook`` from pandas data frames by table name.

        Raises DossierError with every fault, each with the frame's own names and row labels in ``loc``; UsageError for
        what is no mapping of frames.
        """
        expect("frames", frames, Mapping, _FRAMES)
        for name, frame in frames.items():
            expect("frames", name, str, _FRAMES)
            if not hasattr(frame, "iloc"):
                expect(f"frames[{name!r}]", frame, (), _FRAMES)
        from innosprint_rules.dossier.formats.frames import raw_from_frames  # on use only, like pandas

        return cls.from_assembled(assemble(raw_from_frames(frames, schema_of(rulebook))))

    @classmethod
    def from_assembled(cls, assembled: Assembled, source: str | None = None) -> Self:
        """Build a dossier from what a reader assembled; raises DossierError when it has faults."""
        if assembled.faults:
            raise assembled.error()
        dossier = cls.model_validate(assembled)
        dossier._source = source
        return dossier

    def rows(self, table: str) -> tuple[Row, ...] | None:
        """Return the rows of ``table`` (name in code) in their order; None when the table is not there."""
        held = (self.__pydantic_extra__ or {})[table]
        return (held,) if isinstance(held, Row) else held

    def columns(self, table: str) -> frozenset[str]:
        """Return the columns that ``table`` carries, by code; none when the table is not there."""
        return self._columns.get(table, frozenset())

    def is_open(self, table: str) -> bool:
        """Tell whether rows of ``table`` may exist that the dossier does not hold.

        So it is when the table is not there, and when the rows of a proposal are all that is known of it.
        """
        return table in self._open or self.rows(table) is None

    @property
    def planned_after(self) -> dt.date | None:
        """The day after which rows are only planned: what they leave blank is not known yet, and is no fault."""
        return self._planned_after

    def as_planned(self, day: dt.date) -> Self:
        """Return the dossier in which what is dated after ``day`` is only planned."""
        planned = self.model_copy()
        planned._planned_after = day
        return planned

    @property
    def facts_row(self) -> Row | None:
        """The row that repeats what the agreement says; None where there is none."""
        table = self.schema.facts
        rows = None if table is None else self.rows(table.code)
        return rows[0] if rows else None

    @property
    def decided(self) -> tuple[Row, ...]:
        """The rows of the table that holds what is proposed and decided; none where there is none."""
        table = self.schema.proposals
        return () if table is None else self.rows(table.code) or ()

    @property
    def beside(self) -> tuple[Row, ...] | None:
        """The rows put to the vote that are kept beside the tables; None where there is no such table."""
        return None if self.schema.proposal is None else self.rows(PROPOSAL)

    def with_proposal(self, rows: tuple[Row, ...], columns: frozenset[str], notices: tuple[Notice, ...]) -> Self:
        """Return the dossier with proposed ``rows``, already settled, after its own.

        Raises:
            UsageError: the agreement has no table of what is proposed.
        """
        table = required(self.schema.roles.proposals, "proposals").table
        combined = self.model_copy(update={table: (self.rows(table) or ()) + rows})
        combined._columns = {**self._columns, table: self.columns(table) | columns}
        combined._notices = self._notices + notices
        combined._digest = None
        if self.is_open(table):
            combined._open = self._open | {table}
        return combined

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the readers noticed that is no mistake."""
        return self._notices

    @property
    def source(self) -> str | None:
        """The path that the dossier was read from, as given."""
        return self._source

    @property
    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal: the same whatever the format and the order of columns."""
        if self._digest is None:
            self._digest = digest(self)
        return self._digest

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dossier):
            return NotImplemented
        return (
            self.schema == other.schema
            and self.__pydantic_extra__ == other.__pydantic_extra__
            and all(self.columns(table) == other.columns(table) for table in self.schema.inputs if self.rows(table))
        )

    def __repr__(self) -> str:
        counts = (f"{table}: {len(rows)}" for table in self.schema.inputs if (rows := self.rows(table)) is not None)
        return brief(f"{type(self).__name__}({', '.join(counts)})")

    __str__ = __repr__

    def __hash__(self) -> int:
        return hash(self.digest)

    @model_validator(mode="wrap")
    @classmethod
    def _assemble(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(data, Assembled):
            assembled = data
        elif isinstance(data, Mapping):
            assembled = assemble(raw_from_tables(data, _told_schema(info.context)))
        elif isinstance(data, Dossier) and not isinstance(data, cls):
            assembled = data._assembled()
        else:
            return handler(data)
        if assembled.faults:
            raise validation_error(cls.__name__, assembled.faults)
        rows = assembled.rows
        dossier = handler({code: rows[code][0] if table.keyed and code in rows else rows.get(code)
                           for code, table in assembled.schema.inputs.items()})  # fmt: skip
        dossier._schema = assembled.schema
        dossier._columns = dict(assembled.columns)
        dossier._notices = assembled.notices
        if isinstance(data, Dossier):
            dossier._open, dossier._source = data._open, data._source
        return dossier

    def _assembled(self) -> Assembled:
        """Return what another kind of dossier is made of when it is made from this one."""
        rows = {table: held for table in self.schema.inputs if (held := self.rows(table)) is not None}
        return Assembled(self.schema, None, rows, dict(self._columns), (), self._notices)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say what the readers accept; a dump is one form of it."""
        from innosprint_rules.dossier.schema.json_schema import dossier_schema  # on use only: checks need no schema

        return dossier_schema(cls.__name__, bundled_schema())

    @model_serializer(mode="plain")
    def _dump(self) -> dict[str, Any]:
        """Dump the tables and columns that are there, and only those, so that a dump can be read again."""
        return {
            table: rows[0] if described.keyed else rows
            for table, described in self.schema.inputs.items()
            if (rows := table_rows(self, table, "code")) is not None
        }


def _told_schema(context: Any) -> Schema:
    """Return the schema that a validation context says, by its rulebook; the bundled one where it says none."""
    own = context.get(_CONTEXT) if isinstance(context, Mapping) else None
    rulebook = own.get("rulebook") if isinstance(own, Mapping) else None
    return schema_of(rulebook if hasattr(rulebook, "schema") else None)
