"""Reading ``year.yaml``: every table, column and word held against the tables and the roles of the agreement."""

from __future__ import annotations

import re

from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.nearest import quoted, suggestion
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.year.inputs import input_names, sections_of
from innosprint_rules.rulebook.year.parts import PartReader
from innosprint_rules.rulebook.year.pieces import EMPTY
from innosprint_rules.rulebook.year.plan import (
    NEEDED,
    SECTIONS,
    DrawnColumn,
    YearPlan,
)
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text, same

YEAR = "year.yaml"
"""The file, beside agreement.yaml."""
MOST_IN_ROW = 5
"""Columns of a beneficiary that a year has words for."""
_FIRST_NAME = re.compile(r"[A-Za-z]{1,8}0*1")


def read_year(fields: Fields, names: RulebookNames, problems: ProblemList) -> YearPlan | None:
    """Read what a folder says of its years; None where it is mistaken, which goes to ``problems``."""
    return _YearReader(names, problems).plan(fields)


class _YearReader(PartReader):
    """Reads the whole of the file."""

    def plan(self, fields: Fields) -> YearPlan | None:
        """Return the whole."""
        lacking = [name for name in NEEDED if getattr(self.roles, name) is None]
        money = self.roles.money
        if money is not None:
            lacking += [f"money.{each}" for each in ("day", "proposal", "paid_out") if not getattr(money, each)]
        if lacking:
            listed = quoted(lacking)
            self.problems.add(
                "year-needs-roles",
                Text(f"les années ne se tirent pas sans les rôles {listed.fr}",
                     f"years cannot be drawn without the roles {listed.en}"),
                Text("les déclarer sous « roles » dans agreement.yaml, ou retirer year.yaml",
                     "declare them under “roles” in agreement.yaml, or take year.yaml away"),
                fields.location,
            )  # fmt: skip
            return None
        roles, reader = self.roles, FieldReader(fields, self.problems)
        assert roles.meetings and roles.beneficiaries and roles.proposals and roles.requests and roles.money  # noqa: S101,PT018  # told above
        tables = {
            "meetings": roles.meetings.table, "beneficiaries": roles.beneficiaries.table,
            "presentations": None if roles.presentations is None else roles.presentations.table,
            "requests": roles.requests.table, "proposals": roles.proposals.table,
        }  # fmt: skip
        columns: dict[str, tuple[DrawnColumn, ...]] = {}
        envelope = None
        for name, table in tables.items():
            inner = self.part(reader, name, None if table else name)
            if inner is None or table is None:
                continue
            columns[name] = self.columns(inner, table)
            if name == "meetings" and inner.get("envelope") is not None:
                envelope = inner.one_of("envelope", [each.column for each in columns[name] if each.drawn == "amount"])
            inner.finish()
        self.at_most(fields, "beneficiaries", columns.get("beneficiaries", ()), MOST_IN_ROW)
        calendar, periodic, answer = self._reports(self.part(reader, "reports", self.lacking("reports")))
        found = YearPlan(
            roles=roles, beneficiaries=roles.beneficiaries, meetings=roles.meetings, proposals=roles.proposals,
            requests=roles.requests, money=roles.money, members=self.names.members,
            sections=self._sections(reader), names=self._first_names(reader), columns=columns, envelope=envelope,
            calendar=calendar, reports=periodic, answer=answer,
            evaluations=self._evaluations(self.part(reader, "evaluations", self.lacking("reports"))),
            results=self._results(self.part(reader, "results")),
            attested=self._attested(self.part(reader, "third_place")),
            actions=self._actions(self.part(reader, "actions")),
            following=self._following(reader, [each for each in tables.values() if each]),
            renewal=self._renewal(self.part(reader, "renewal", self.lacking("amendments"))), forms=self._forms(),
            missing=self._missing(reader), usual=self._usual(reader), labels=self._labels(reader),
        )  # fmt: skip
        reader.finish()
        if self.problems:
            return None
        self._check_labels(fields, found)
        return found

    def _forms(self) -> tuple[str, ...]:
        role = self.roles.amendments
        return () if role is None else self.allowed(self.types(role.table).get(role.form))

    def _sections(self, reader: FieldReader) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in reader.mapping("sections").items():
            if name not in SECTIONS:
                self.unknown_word(name, "sections", list(SECTIONS), value)
            elif isinstance(value, Scalar):
                found[name] = value.text.strip()
        shown = [found.get(name, name) for name in SECTIONS]
        for name in sorted({each for each in shown if shown.count(each) > 1}):
            reader.wrong(reader.fields.values["sections"].location, name, "un nom par partie", "one name a part")
        return found

    def _first_names(self, reader: FieldReader) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in reader.mapping("names").items():
            if name not in self.names.schema.tables:
                self.unknown_word(name, "names", list(self.names.schema.tables), value)
            elif isinstance(value, Scalar) and _FIRST_NAME.fullmatch(value.text.strip()):
                found[name] = value.text.strip()
            else:
                reader.wrong(value.location, name, "un premier nom comme A01", "a first name such as A01")
        return found

    def _missing(self, reader: FieldReader) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for name, value in reader.mapping("missing").items():
            if self._is_cell(name, value):
                found[name] = reader.as_text(value, name) or same(name)
        return found

    def _usual(self, reader: FieldReader) -> tuple[str, ...]:
        missing = reader.mapping("missing")
        return self.listed(reader, "usually_missing", missing)

    def _is_cell(self, name: str, value: Value) -> bool:
        table, _, column = name.partition(".")
        cells = [f"{code}.{each}" for code in self.names.schema.tables for each in self.types(code)]
        if column not in self.types(table):
            told = Text(f"pas de colonne « {name} »", f"no column “{name}”")
            self.problems.add("unknown-column", told, suggestion(name, cells), value.location)
            return False
        return True

    def _check_labels(self, fields: Fields, plan: YearPlan) -> None:
        """Refuse the label of an input that no scenario has."""
        labels = fields.values.get("labels")
        own = {shown: name for name, shown in plan.sections.items()}
        known = [".".join((own.get(first, first), *rest)) for first, *rest in
                 (name.split(".") for name in input_names(sections_of(plan)))]  # fmt: skip
        for name, where in labels.keys.items() if isinstance(labels, Fields) else ():
            if name not in known:
                told = Text(f"aucune entrée ne s'appelle « {name} »", f"no input is called “{name}”")
                self.problems.add("unknown-input", told, suggestion(name, known), where)

    def _labels(self, reader: FieldReader) -> dict[str, Text]:
        return {name: reader.as_text(value, name) or EMPTY for name, value in reader.mapping("labels").items()}
