"""Reading one rule file: what it says, typed in the scope of the rows it judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.formula import tree
from innosprint_rules.formula.guards import given_when_true
from innosprint_rules.rulebook.cross_checks import check_rule
from innosprint_rules.rulebook.models import (
    AGREEMENT,
    JUDGED,
    MESSAGE_KEYS,
    NATURES,
    SEVERITIES,
    VERDICT_WORDS,
    Level,
    Phrase,
    Remark,
    Rule,
    Severity,
    StepTexts,
)
from innosprint_rules.rulebook.naming import RulebookNames, place
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import LANGUAGES, Text, same


class RuleReader:
    """Reads one rule; ``known`` holds what other files define."""

    def __init__(
        self,
        names: RulebookNames,
        clauses: Mapping[str, Any],
        parties: Mapping[str, Text],
        problems: ProblemList,
    ) -> None:
        self.names = names
        self.clauses = clauses
        self.parties = parties
        self.problems = problems
        self.table: str | None = None
        self.given: frozenset[Any] = frozenset()

    def read(self, fields: Fields) -> Rule | None:
        """Return the rule, or None where its mistakes leave nothing to build."""
        reader = FieldReader(fields, self.problems)
        scope = self._scope(reader)
        self.table = None if scope == AGREEMENT else scope
        self.given = frozenset()
        code, name = reader.text("code"), reader.text("name")
        nature = reader.one_of("nature", NATURES)
        severity = cast(Severity, reader.one_of("severity", SEVERITIES))
        debtor = reader.one_of("debtor", ("none", *self.parties))
        moment = self._formula(reader, "moment", "date")
        applies = self._formula(reader, "applies", "flag", nothing=False)
        if applies is not None:
            self.given = given_when_true(applies)
        starts = self._formula(reader, "from", "date", nothing=False)
        due = self._formula(reader, "due", "date")
        levels = self._levels(reader, severity, due)
        reachable = self._formula(reader, "reachable", "flag", nothing=False)
        values = self._values(reader)
        message, remedy = self._texts(reader, "message"), self._texts(reader, "remedy")
        title = reader.both("title") or same(code)
        steps = tuple(step for value in reader.items("then") if (step := self._step(value, reader)))
        remarks = tuple(note for value in reader.items("notices") if (note := self._remark(value, reader)))
        clauses = reader.words("clause", required=True)
        readings = reader.words("readings")
        if_absent = reader.one_of("if_absent", ("unknown", "silent"), default="unknown")
        columns = self._columns(reader)
        reader.finish()
        rule = Rule(
            code=code, name=name, clauses=clauses, nature=cast(Any, nature), severity=severity,
            debtor=None if debtor == "none" else debtor, scope=scope, title=title, levels=levels,
            message=message, remedy=remedy, location=fields.location, moment=moment, applies=applies,
            starts=starts, due=due, reachable=reachable, silent_if_absent=if_absent == "silent",
            columns=columns, readings=readings, values=values, steps=steps, remarks=remarks,
        )  # fmt: skip
        check_rule(rule, fields, self.names, self.clauses, self.problems)
        return rule if levels else None

    def _scope(self, reader: FieldReader) -> str:
        written = reader.scalar("scope", required=False)
        called = None if written is None else written.text.strip()
        if called is not None and called not in self.names.tables and called != AGREEMENT:
            meant = self.names.meant_table(called)
            if meant is not None and written is not None:
                place(written, "", meant)
                return meant
        found = reader.one_of("scope", (AGREEMENT, *self.names.tables))
        if written is not None and found != AGREEMENT:
            place(written, "", found)
        return found

    def _column(self, written: str) -> str:
        """Return the column that a rule points at, called by its name or by its header."""
        known = self.names.tables.get(self.table or "")
        if known is None or written in known.columns:
            return written
        return self.names.meant(self.table, written) or written

    # formulas ----------------------------------------------------------------------------------------

    def _type(self, scalar: Scalar, *kinds: str, nothing: bool = True) -> tree.Node:
        return self.names.type_formula(scalar, self.table, *kinds, given=self.given, nothing=nothing)

    def _formula(self, reader: FieldReader, key: str, *kinds: str, nothing: bool = True) -> tree.Node | None:
        scalar = reader.scalar(key, required=False)
        return None if scalar is None else self._type(scalar, *kinds, nothing=nothing)

    def _levels(self, reader: FieldReader, severity: Severity, due: tree.Node | None) -> tuple[Level, ...]:
        value = reader.need("require")
        if isinstance(value, Scalar):
            return (Level(severity, self._type(value, "flag", nothing=False), due, value.location),)
        if not isinstance(value, Fields):
            if value is not None:
                reader.wrong(value.location, "require", "une condition", "a condition")
            return ()
        inner = FieldReader(value, self.problems)
        levels: list[Level] = []
        for each in SEVERITIES:
            level = inner.get(each)
            if isinstance(level, Scalar):
                levels.append(Level(each, self._type(level, "flag", nothing=False), due, level.location))
            elif isinstance(level, Fields):
                parts = FieldReader(level, self.problems)
                that = parts.scalar("that")
                own = self._formula(parts, "due", "date") if "due" in level else due
                parts.finish()
                if that is not None:
                    levels.append(Level(each, self._type(that, "flag", nothing=False), own, that.location))
        inner.finish()
        return tuple(levels)

    def _values(self, reader: FieldReader) -> dict[str, tree.Node | tuple[Phrase, ...]]:
        found: dict[str, tree.Node | tuple[Phrase, ...]] = {}
        for name, value in reader.mapping("values").items():
            if isinstance(value, Scalar):
                found[name] = self._type(value)
            elif isinstance(value, Items):
                found[name] = tuple(phrase for each in value if (phrase := self._phrase(each, reader)))
            else:
                reader.wrong(value.location, name, "une formule ou une liste", "a formula or a list")
        return found

    def _phrase(self, value: Value, reader: FieldReader) -> Phrase | None:
        inner = reader.inner(value, "values", "{when, fr, en}")
        if inner is None:
            return None
        when = inner.scalar("when")
        text = inner.spoken()
        inner.finish()
        inner.same_placeholders(text, value.location)
        return None if when is None else Phrase(self._type(when, "flag", nothing=False), text)

    def _columns(self, reader: FieldReader) -> tuple[tuple[tree.Node | None, str], ...]:
        """Read which cell a finding points at: one column, or the first of some whose condition holds."""
        value = reader.get("column")
        if isinstance(value, Scalar):
            return ((None, self._column(value.text.strip())),)
        if isinstance(value, Fields):
            reader.wrong(value.location, "column", "une colonne ou une liste", "a column or a list")
        found: list[tuple[tree.Node | None, str]] = []
        for each in value if isinstance(value, Items) else ():
            inner = reader.inner(each, "column", "{when, name}")
            if inner is None:
                continue
            when = inner.scalar("when", required=False)
            name = self._column(inner.text("name"))
            inner.finish()
            found.append((None if when is None else self._type(when, "flag", nothing=False), name))
        return tuple(found)

    # texts -------------------------------------------------------------------------------------------

    def _texts(self, reader: FieldReader, key: str) -> dict[str, Text]:
        """Read one text for a breach, or one a verdict or a severity."""
        value = reader.need(key)
        if value is None:
            return {}
        if not isinstance(value, Fields) or any(lang in value for lang in LANGUAGES):
            text = reader.as_text(value, key)
            return {} if text is None else {"violated": text}
        inner = FieldReader(value, self.problems)
        found: dict[str, Text] = {}
        for key in MESSAGE_KEYS:
            text = inner.both(key, required=False)
            if text is not None:
                found[key] = text
        inner.finish()
        return found

    # consequences ------------------------------------------------------------------------------------

    def _step(self, value: Value, reader: FieldReader) -> StepTexts | None:
        inner = reader.inner(value, "then", "{when, …}")
        if inner is None:
            return None
        when = inner.text("when")
        condition = self._formula(inner, "if", "flag", nothing=False)
        raises = inner.text("raise", required=False) or None
        who = inner.one_of("who", ("", *self.parties), default="") or None
        what = inner.both("what", required=False)
        due = self._formula(inner, "due", "date")
        inner.finish()
        if (who is None) != (what is None):
            message = Text("« who » et « what » vont ensemble", "“who” and “what” go together")
            self.problems.add("step-half-told", message, location=value.location)
        return StepTexts(when, condition, raises, who, what, due)

    def _remark(self, value: Value, reader: FieldReader) -> Remark | None:
        inner = reader.inner(value, "notices", "{code, if, message}")
        if inner is None:
            return None
        code = inner.text("code")
        when = inner.one_of("when", (*VERDICT_WORDS, JUDGED), default="satisfied")
        condition = self._formula(inner, "if", "flag", nothing=False)
        message = inner.both("message")
        inner.finish()
        if condition is None or message is None:
            return None
        return Remark(code, when, condition, message)
