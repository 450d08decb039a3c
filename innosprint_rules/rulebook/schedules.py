"""Parameters that are small tables: a schedule of instalments, budget lines with their ceilings, each row dated as one.

A table of the agreement becomes what the rest knows already: a dated parameter a cell, and a derived table over the
numbers of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader, read_day, read_typed
from innosprint_rules.formula.types import LARGEST, ParameterType, Type
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.models import Parameter
from innosprint_rules.strict_yaml import Fields, Items, Scalar
from innosprint_rules.wording import Text, fill, same

KIND = "table"
COLUMN_KINDS = ("text", "amount", "number", "decimal", "percent", "date")
_FILLER: Mapping[str, int | str] = {"text": "", "date": 1}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A small table of the agreement: the parameters of its cells, and the rows as a formula over their numbers."""

    name: str
    label: Text
    columns: tuple[str, ...]
    labels: Mapping[str, Text]
    pattern: str
    rows: Scalar
    parameters: tuple[Parameter, ...]


def read_schedule(name: str, fields: Fields, problems: ProblemList) -> Schedule | None:
    """Read a parameter of type ``table``: its columns with their types, and dated lists of rows."""
    reader = FieldReader(fields, problems)
    written = reader.scalar("type")
    clause, label = reader.text("clause"), reader.both("label") or same(name)
    kinds = {column: _kind(reader, column, kind) for column, kind in reader.mapping("columns", True).items()}
    labels = {key: reader.as_text(value, key) or same(key) for key, value in reader.mapping("labels").items()}
    pattern = reader.text("id")
    values = reader.mapping("values", True)
    reader.finish()
    dated = sorted(
        (read_day(day, fields.location, problems), _rows(value, kinds, reader, pattern))
        for day, value in values.items()
    )
    if written is None or not kinds or not dated or not all(rows for _, rows in dated):
        reader.wrong(fields.location, "values", "date : une liste de lignes", "date: a list of rows")
        return None
    most = max(len(rows) for _, rows in dated)
    cells = [
        _parameter(_cell(name, number, column), kind, clause, _told(label, number, labels.get(column, same(column))),
                   [(day, rows[number - 1][column] if number <= len(rows) else _FILLER.get(kind, 0))
                    for day, rows in dated], fields)
        for column, kind in kinds.items()
        for number in range(1, most + 1)
    ]  # fmt: skip
    count = _parameter(row_count(name), "number", clause, label, [(day, len(rows)) for day, rows in dated], fields)
    text = f"({', '.join(_chosen(name, column, most) for column in kinds)},) for n in numbers(1, {row_count(name)})"
    rows = Scalar(text, written.mark, written.end, written.plain, written.document)
    return Schedule(name, label, tuple(kinds), labels, pattern, rows, (count, *cells))


def _kind(reader: FieldReader, column: str, kind: object) -> str:
    word = kind.text.strip() if isinstance(kind, Scalar) else ""
    if word in COLUMN_KINDS:
        return word
    where = kind.location if isinstance(kind, Scalar | Items | Fields) else reader.fields.location
    listed = ", ".join(COLUMN_KINDS)
    reader.problems.add(
        "unknown-word",
        Text(f"« {word} » n'est pas un type pour « {column} »", f"“{word}” is no type for “{column}”"),
        suggestion(word, COLUMN_KINDS) or Text(f"valeurs : {listed}", f"values: {listed}"),
        where,
    )
    return COLUMN_KINDS[0]


def _rows(value: object, kinds: Mapping[str, str], reader: FieldReader, pattern: str) -> list[dict[str, int | str]]:
    """Read the rows that hold from one day on; each says every column."""
    found: list[dict[str, int | str]] = []
    for each in value if isinstance(value, Items) else ():
        if not isinstance(each, Fields):
            reader.wrong(each.location, "values", "{colonne: valeur, …}", "{column: value, …}")
            continue
        inner = FieldReader(each, reader.problems)
        row: dict[str, int | str] = {}
        for column, kind in kinds.items():
            scalar = inner.scalar(column)
            read = None if scalar is None else read_typed(scalar, kind, reader.problems)
            row[column] = _FILLER.get(kind, 0) if read is None else read
        inner.finish()
        found.append(row)
    if isinstance(value, Items) and len(found) == len([*value]):
        _tell_twice(found, value, pattern, reader.problems)
    return found


def _tell_twice(rows: Sequence[Mapping[str, int | str]], written: Items, pattern: str, problems: ProblemList) -> None:
    """Refuse two rows that hold at once and are called alike: their `id` is made of the same values."""
    names = [_called(pattern, row) for row in rows]
    for place, name in enumerate(names):
        if name in names[:place]:
            problems.add(
                "duplicate-key",
                Text(f"deux lignes s'appellent « {name} »", f"two rows are called “{name}”"),
                Text("compléter id avec ce qui les distingue", "complete id with what tells them apart"),
                [*written][place].location,
            )


def _called(pattern: str, row: Mapping[str, int | str]) -> str:
    return fill(pattern, lambda column: str(row.get(column, column)))


def _parameter(
    name: str, kind: str, clause: str, label: Text, values: Iterable[tuple[int, int | str]], fields: Fields
) -> Parameter:
    timeline = tuple(values)
    figures = [value for _, value in timeline if isinstance(value, int)]
    bounds = (min(figures, default=0), max(figures, default=LARGEST.get(kind, 0)))
    typed = ParameterType(Type(kind), dated=len(timeline) > 1, bounds=bounds)  # type: ignore[arg-type]  # of COLUMN_KINDS
    return Parameter(name, typed, timeline, None, clause, label, location=fields.location)


def _told(label: Text, number: int, column: Text) -> Text:
    return Text(f"{label.fr}, ligne {number}, {column.fr}", f"{label.en}, row {number}, {column.en}")


def _cell(name: str, number: int, column: str) -> str:
    return f"{name}__{number}__{column}"


def row_count(name: str) -> str:
    """Return the parameter that says how many rows a small table has; no other table has one."""
    return f"{name}__rows"


def counts_rows(parameter: str) -> bool:
    """Tell whether a parameter only says how many rows a small table has."""
    return parameter.endswith("__rows")


def _chosen(name: str, column: str, most: int) -> str:
    """Return the formula that takes a column's cell of the row ``n``."""
    cells: Sequence[str] = [_cell(name, number, column) for number in range(1, most + 1)]
    return "".join(f"{cell} if n == {number} else " for number, cell in enumerate(cells[:-1], 1)) + cells[-1]
