"""How an event is read: its verb, its keys, its dates, its cells; every mistake noted with its place."""

from __future__ import annotations

from pydantic import ValidationError

from innosprint_rules.dossier.schema.base_row import row_class
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.roles import missing_role
from innosprint_rules.dossier.schema.row_cells import Cells
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.simulation.events.verbs import (
    AMOUNTS,
    SLIPPING,
    VERBS,
    Event,
    Verb,
    Written,
    amount_of,
    column_of,
)
from innosprint_rules.simulation.events.when import DayRange, When, read_span, read_when
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text


def read_event(value: Value, schema: Schema, problems: ProblemList) -> Event | None:
    """Read one event, ``verb: {key: value}``, about the tables of ``schema``; what is wrong goes to ``problems``."""
    known = quoted(VERBS)
    if not isinstance(value, Fields) or len(value.values) != 1:
        problems.add(
            "event-shape",
            Text("un événement s'écrit avec un seul verbe", "an event is written with one verb"),
            Text(f"« verbe : {{…}} », un verbe parmi {known.fr}", f"“verb: {{…}}”, one of {known.en}"),
            value.location,
        )
        return None
    (name, body), (where,) = next(iter(value.values.items())), value.keys.values()
    verb = VERBS.get(name)
    if verb is None:
        problems.add(
            "unknown-verb",
            Text(f"verbe inconnu « {name} »", f"unknown verb “{name}”"),
            did_you_mean(name, VERBS, Text(f"verbes : {known.fr}", f"verbs: {known.en}")),
            where,
        )
        return None
    if name == "stop_after":
        if isinstance(body, Scalar):
            when = read_when(body.text, body.location, problems)
            return None if when is None else Event(name, None, where, days={"after": when})
    elif isinstance(body, Fields):
        return _Reader(name, verb, body, schema, problems).event(where)
    expected = ("un jour", "a day") if name == "stop_after" else ("{clé : valeur}", "{key: value}")
    problems.add(
        "wrong-shape",
        Text(f"« {name} » : attendu {expected[0]}", f"“{name}”: expected {expected[1]}"),
        location=body.location,
    )
    return None


class _Reader:
    """Reads the keys of one event."""

    def __init__(self, name: str, verb: Verb, body: Fields, schema: Schema, problems: ProblemList) -> None:
        self.schema = schema
        self.name = name
        self.verb = verb
        self.body = body
        self.problems = problems
        self.cells: dict[str, Written] = {}
        self.days: dict[str, When] = {}
        self.words: dict[str, Written] = {}
        self.span: DayRange | None = None
        self.places: dict[str, Location] = {}

    def event(self, where: Location) -> Event | None:
        """Return the event, its mistakes noted; a value left blank is as good as none."""
        lacking = self._lacking()
        if lacking is not None:
            (problem,) = missing_role(lacking).problems
            self.problems.add(problem.code, Text(f"« {self.name} » : {problem.message.fr}",
                                                 f"“{self.name}”: {problem.message.en}"),
                              problem.hint, where)  # fmt: skip
            return None
        table = self._table()
        for key, value in self.body.values.items():
            place = self.body.keys[key]
            column = self._column(table, key) if key not in self.verb.own else None
            if key not in self.verb.own and column is None:
                if table is not None or self.name != "remove":
                    self._unknown(table, key, place)
                continue
            written = self._written(key, value)
            if written is None or not written.text:
                continue
            code = key if column is None else column.code
            if code in self.places:
                self.problems.add(
                    "duplicate-key",
                    Text(f"« {key} » est déjà dit", f"“{key}” is already given"),
                    location=place,
                )
                continue
            self.places[code] = place
            self._take(code, column, written)
        self._needs(where)
        if table is not None:
            self._check_cells(table)
        if table is None:
            return None
        return Event(self.name, table, where, self.cells, self.days, self.words, self.span)

    def _role(self) -> str | None:
        """Return the role of the table that the event is about, if it is about one."""
        if self.name != "slip":
            return self.verb.role
        return next((role for key, role in SLIPPING.items() if key in self.body), None)

    def _lacking(self) -> str | None:
        """Return that role where the agreement does not declare it."""
        role = self._role()
        return role if role is not None and getattr(self.schema.roles, role) is None else None

    def _table(self) -> Table | None:
        """Return the table that the event is about."""
        role = self._role()
        if role is not None:
            return self.schema.tables[getattr(self.schema.roles, role).table]
        if self.name == "slip":
            return None
        value = self.body.values.get("table")
        if not isinstance(value, Scalar):
            return None
        table = self.schema.find_table(value.text)
        if table is None or table.keyed or (table.date_column is None and table.dated_by is None):
            known = [each.name for each in self.schema.tables.values() if each.date_column or each.dated_by]
            hint = self.schema.unknown_table(value.text) if table is None else Text(
                f"tables : {quoted(known).fr}", f"tables: {quoted(known).en}"
            )  # fmt: skip
            message = Text(f"« {value.text} » n'est pas une table de lignes datées",
                           f"“{value.text}” is not a table of dated rows")  # fmt: skip
            if table is None:
                message = Text(f"table inconnue « {value.text} »", f"unknown table “{value.text}”")
            self.problems.add("unknown-table", message, hint, value.location)
            return None
        return table

    def _column(self, table: Table | None, key: str) -> Column | None:
        if table is None or self.name == "slip":
            return None
        renamed = column_of(self.schema, self.verb, self.verb.renamed[key]) if key in self.verb.renamed else None
        if renamed is not None:
            return table.by_code[renamed]
        if key == "date" and table.date_column is not None:
            return table.by_code[table.date_column]
        return table.find(key)

    def _unknown(self, table: Table | None, key: str, place: Location) -> None:
        columns = () if table is None or self.name == "slip" else table.columns
        known = list(dict.fromkeys((*self.verb.own, *self.verb.renamed, *(column.code for column in columns))))
        every = [*known, *(column.header for column in columns)]
        listed = quoted(known)
        self.problems.add(
            "unknown-key",
            Text(f"clé inconnue « {key} » pour « {self.name} »", f"unknown key “{key}” for “{self.name}”"),
            did_you_mean(key, every, Text(f"clés : {listed.fr}", f"keys: {listed.en}")),
            place,
        )

    def _written(self, key: str, value: Value) -> Written | None:
        if isinstance(value, Scalar):
            return Written(value.text.strip(), value.location)
        if isinstance(value, Items) and all(isinstance(each, Scalar) for each in value):
            items = [each.text.strip() for each in value if isinstance(each, Scalar)]
            return Written("; ".join(items), value.location)
        self.problems.add(
            "wrong-shape",
            Text(
                f"« {key} » : attendu un texte ou une liste de textes", f"“{key}”: expected a text or a list of texts"
            ),
            location=value.location,
        )
        return None

    def _take(self, code: str, column: Column | None, written: Written) -> None:
        if code == "by":
            self.span = read_span(written.text, written.location, self.problems)
        elif code in ("to", "after") or (column is not None and column.kind == "date"):
            when = read_when(written.text, written.location, self.problems)
            if when is not None:
                self.days[code] = when
        elif column is None:
            self.words[code] = written
        else:
            self.cells[code] = written

    def _needs(self, where: Location) -> None:
        """Note the keys that are missing, and those that exclude each other."""
        day = column_of(self.schema, self.verb, "day")
        for group in self.verb.need:
            codes = [self._code(key) for key in group]
            given = [code for code in codes if code in self.places]
            told = [day or key if key == "day" else key for key in group]
            choice = Text(" ou ".join(f"« {key} »" for key in told), " or ".join(f"“{key}”" for key in told))
            if not given:
                self.problems.add(
                    "missing-key",
                    Text(f"« {self.name} » : il manque {choice.fr}", f"“{self.name}”: {choice.en} is missing"),
                    location=where,
                )
            elif len(given) > 1 and day not in given:
                self.problems.add(
                    "too-many-keys",
                    Text(f"« {self.name} » : une seule clé parmi {choice.fr}",
                         f"“{self.name}”: only one of {choice.en}"),
                    location=self.places[given[1]],
                )  # fmt: skip

    def _code(self, key: str) -> str:
        """Return under which name a key of the verb is kept: a column's, or its own."""
        word = self.verb.renamed.get(key, key)
        return column_of(self.schema, self.verb, word) or key if key in self.verb.renamed or key == "day" else key

    def _check_cells(self, table: Table) -> None:
        """Read the cells as a dossier does, to tell now those that cannot be read."""
        cells = Cells(dict.fromkeys(table.identity, "?"))
        cells.update({code: written.text for code, written in self.cells.items()})
        amount = amount_of(self.schema, table) or ""
        if self.name != "remove" and amount in self.cells and self.cells[amount].text.lower() in AMOUNTS:
            del cells[amount]
        try:
            row_class(table).model_validate(cells)
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False):
                told = detail.get("ctx", {})
                code = str(detail["loc"][0]) if detail["loc"] else ""
                hint = Text(told["hint_fr"], told["hint_en"]) if "hint_fr" in told else None
                message = Text(told.get("message_fr", detail["msg"]), told.get("message_en", detail["msg"]))
                place = self.cells[code].location if code in self.cells else self.body.location
                self.problems.add(detail["type"], message, hint, place)
