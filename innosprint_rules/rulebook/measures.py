"""Reading ``measures/``: named quantities, computed columns and derived tables, all in the rule language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.formula import tree
from innosprint_rules.formula.grammar import FormulaError
from innosprint_rules.formula.names import ERROR
from innosprint_rules.formula.types import TableType
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.models import DerivedTable, Measure
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.schedules import Schedule
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text, placeholders, same


class MeasureReader:
    """Announces every measure first and types them afterwards, so that files may be in any order."""

    def __init__(self, names: RulebookNames, problems: ProblemList) -> None:
        self.names = names
        self.problems = problems
        self._labels: dict[tuple[str | None, str], tuple[Text, Scalar | Fields]] = {}
        self._derived: list[tuple[str, Fields]] = []
        self._schedules: list[Schedule] = []

    def announce(self, fields: Fields) -> None:
        """Note the measures of one file; ``tables:`` holds the derived tables."""
        reader = FieldReader(fields, self.problems)
        for name, value in reader.mapping("tables").items():
            if isinstance(value, Fields):
                self._announce_table(name, value)
        for name, value in reader.mapping("measures").items():
            if isinstance(value, Fields):
                self._announce_measure(name, value)
            else:
                reader.wrong(value.location, name, "{label, formula}", "{label, formula}")
        reader.finish()

    def announce_schedule(self, schedule: Schedule) -> None:
        """Note a parameter that is a small table; formulas go over its rows."""
        self.names.tables[schedule.name] = TableType(
            schedule.name, dict.fromkeys(schedule.columns, ERROR), None, derived=True
        )
        self._schedules.append(schedule)

    def _announce_table(self, name: str, fields: Fields) -> None:
        columns = FieldReader(fields, ProblemList()).words("columns")
        self.names.tables[name] = TableType(name, dict.fromkeys(columns, ERROR), None, derived=True)
        self._derived.append((name, fields))

    def _announce_measure(self, full: str, fields: Fields) -> None:
        reader = FieldReader(fields, self.problems)
        label = reader.both("label") or same(full)
        formula = reader.need("formula")
        other = reader.scalar("nom", required=False)
        reader.finish()
        table, _, name = full.rpartition(".")
        if table and table not in self.names.tables:
            table = self.names.meant_table(table) or table
        key = (table or None, name)
        self.names.also_called(*key, other)
        if formula is None:
            return
        if isinstance(formula, Scalar | Fields):
            if key in self._labels:
                self.problems.add(
                    "duplicate-measure",
                    Text(f"la grandeur « {full} » est définie deux fois", f"“{full}” is defined twice"),
                    location=fields.location,
                )
                return
            self._labels[key] = (label, formula)
            self.names.declare(*key, self._work(key[0], formula))
        else:
            reader.wrong(formula.location, full, "une formule", "a formula")

    def _work(self, table: str | None, value: Scalar | Fields) -> Callable[[], tree.Node]:
        def work() -> tree.Node:
            if table is not None and table not in self.names.tables:
                raise FormulaError(
                    "unknown-table",
                    Text(f"table inconnue « {table} »", f"unknown table “{table}”"),
                    hint=suggestion(table, list(self.names.tables)),
                )
            if isinstance(value, Scalar):
                return self.names.type_formula(value, table)
            return self._by_reading(value, table)

        return work

    def _by_reading(self, fields: Fields, table: str | None) -> tree.Node:
        reader = FieldReader(fields, self.problems)
        key = reader.one_of("reading", self.names.readings)
        options: list[tuple[str, tree.Node]] = []
        for option in self.names.readings[key]:
            scalar = reader.scalar(option)
            if scalar is not None:
                options.append((option, self.names.type_formula(scalar, table)))
        reader.finish()
        kinds = {node.type.kind for _, node in options if node.type is not ERROR}
        if len(kinds) > 1:
            message = Text(f"les lectures de {key} diffèrent de type", f"readings of {key} differ in type")
            self.problems.add("type-mismatch", message, location=fields.location)
        broken = not options or any(node.type is ERROR for _, node in options)
        kind = ERROR if broken else options[0][1].type
        if not broken and any(node.type.nothing for _, node in options):
            kind = kind.maybe()
        source = " / ".join(f"{option}: {node.source}" for option, node in options)
        return tree.ByReading(type=kind, source=source, key=key, options=tuple(options))

    # typing ------------------------------------------------------------------------------------------

    def tables(self) -> dict[str, DerivedTable]:
        """Type the derived tables, in the order in which they were announced."""
        found: dict[str, DerivedTable] = {}
        for each in self._schedules:
            self._check_pattern(each.name, each.pattern, each.columns, each.rows.location)
            self._add(found, each.name, each.rows, each.columns, each.pattern, each.label, each.labels)
        for name, fields in self._derived:
            reader = FieldReader(fields, self.problems)
            rows, columns = reader.scalar("rows"), reader.words("columns", required=True)
            pattern, label = reader.text("id"), reader.both("label") or same(name)
            labels = {key: reader.as_text(value, key) or same(key) for key, value in reader.mapping("labels").items()}
            distinct = reader.one_of("distinct", ("no", "yes"), default="no") == "yes"
            reader.finish()
            self._check_pattern(name, pattern, columns, fields.location)
            if rows is not None:
                self._add(found, name, rows, columns, pattern, label, labels, distinct)
        return found

    def _check_pattern(self, name: str, pattern: str, columns: tuple[str, ...], where: Location) -> None:
        for word in sorted(placeholders(pattern) - set(columns)):
            self.problems.add(
                "unknown-placeholder",
                Text(f"{name} : « {{{word}}} » n'est pas une colonne", f"{name}: “{{{word}}}” is not a column"),
                suggestion(word, columns),
                where,
            )

    def _add(
        self,
        found: dict[str, DerivedTable],
        name: str,
        rows: Scalar,
        columns: tuple[str, ...],
        pattern: str,
        label: Text,
        labels: Mapping[str, Text],
        distinct: bool = False,
    ) -> None:
        """Type the rows of a table and note it."""
        node = self.names.type_rows(rows)
        if not isinstance(node, tree.DerivedRows):
            return
        if len(node.elements) != len(columns):
            count = len(node.elements)
            self.problems.add(
                "derived-columns",
                Text(f"{count} valeurs pour {len(columns)} colonnes",
                     f"{count} values for {len(columns)} columns"),
                location=rows.location,
            )  # fmt: skip
            return
        table = self.names.tables[name]
        table.columns.update({c: e.type for c, e in zip(columns, node.elements, strict=True)})
        found[name] = DerivedTable(table, node, columns, pattern, label, rows.location, labels, distinct)

    def measures(self) -> dict[tuple[str | None, str], Measure]:
        """Type every measure; a circle or an unknown table is told where the measure stands."""
        found: dict[tuple[str | None, str], Measure] = {}
        for (table, name), (label, value) in self._labels.items():
            try:
                node = self.names.node(table, name)
            except FormulaError as error:
                self.problems.add(error.code, error.message, error.hint, value.location)
                continue
            if node is not None:
                found[(table, name)] = Measure(name, table, node, label, value.location)
        return found

    def unused(self) -> list[tuple[str, Value]]:
        """Return the measures that no formula, rule or balance line names."""
        return [
            (f"{table}.{name}" if table else name, value)
            for (table, name), (_, value) in self._labels.items()
            if (table, name) not in self.names.used
        ]
