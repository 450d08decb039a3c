"""From a formula to its steps: each part with its value, asked of the very closures that gave the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from innosprint_rules.calendar import day
from innosprint_rules.engine.context import Context, amended_parameter
from innosprint_rules.engine.derivation_labels import RulebookLabels
from innosprint_rules.engine.derivation_rows import aggregate_step
from innosprint_rules.engine.derivation_steps import Kind, Step
from innosprint_rules.engine.expressions import Slots
from innosprint_rules.engine.missing import shown_column
from innosprint_rules.engine.program import Program
from innosprint_rules.engine.rows import Row
from innosprint_rules.engine.values import written_day
from innosprint_rules.errors import NOWHERE
from innosprint_rules.formula import tree
from innosprint_rules.formula.guards import guard_key
from innosprint_rules.formula.logic import UNKNOWN, conjunction, exact, high, low
from innosprint_rules.formula.types import FLAG
from innosprint_rules.formula.wording import Between, joined, said
from innosprint_rules.rulebook.models import Parameter
from innosprint_rules.wording import Text

_ALL = Text("toutes ces conditions", "all of these conditions")
_ONE = Text("l'une au moins de ces conditions", "at least one of these conditions")
_CONTRARY = Text("le contraire de ce qui suit", "the contrary of what follows")
_EXPRESS = "avenant"


def quoted(text: Text) -> Text:
    """Put a label in quotation marks."""
    return Text(f"« {text.fr} »", f"“{text.en}”")


class Walker:
    """Walks formulas once; a measure shown already is referred to by its name."""

    item_words = Text("éléments", "items")

    def __init__(self, program: Program) -> None:
        self.program = program
        self.labels = RulebookLabels(program.rulebook)
        self._seen: set[str] = set()
        self._loops: tuple[tree.Loop, ...] = ()  # of the derived table whose rows are being explained

    def value(self, node: tree.Node, slots: Slots) -> Any:
        """Return what the reference evaluator makes of a node."""
        return self.program.closure(node)(slots)

    def said(self, node: tree.Node) -> Text:
        """Say a node in words."""
        return said(node, self.labels, self._loops)

    def step(self, node: tree.Node, slots: Slots) -> Step:
        """Return the step of a node, with all it rests on."""
        match node:
            case tree.Parameter():
                return self._parameter(node, slots)
            case tree.Fact(name=name):
                fact = self.program.rulebook.agreement.facts[name]
                article = self.program.rulebook.agreement.clauses[fact.clause].article
                note = article_words(article)
                return self._plain("fact", node, slots, name=name, note=note,
                                   details={"clause": fact.clause, "article": article})  # fmt: skip
            case tree.ReadingIs(key=key):
                note, details = self._reading(key, slots[0])
                return self._plain("reading", node, slots, name=key, note=note, details=details)
            case tree.ByReading(key=key, options=options):
                note, details = self._reading(key, slots[0])
                words = Text(f"lecture {note.fr}", f"reading {note.en}")
                chosen = self.step(dict(options)[slots[0].readings[key]], slots)
                return Step("reading", words, self.value(node, slots), node.type, node.source, key,
                            details=details, steps=(chosen,))  # fmt: skip
            case tree.Measure(name=name):
                return self._named(None, name, None, node, slots)
            case tree.Column():
                return self._column(node, slots)
            case tree.Both(parts=parts):
                return self._parts(_ALL, node, parts, slots)
            case tree.Either(parts=parts):
                return self._parts(_ONE, node, parts, slots)
            case tree.Negation(part=part):
                return self._contrary(node, part, slots)
            case tree.Choice():
                return self._choice(node, slots)
            case tree.Aggregate():
                return aggregate_step(self, node, slots)
            case tree.Compare(left=left, right=right):
                sides = self.value(left, slots), self.value(right, slots)
                return self._plain("comparison", node, slots, steps=self._children(node, slots), sides=sides,
                                   side_type=left.type)  # fmt: skip
            case tree.Within() | tree.Given() | tree.Known():
                return self._over("test", node, slots)
            case tree.Arithmetic(op=op):
                return self._plain("operation", node, slots, steps=self._children(node, slots),
                                   details={"operator": op})  # fmt: skip
            case tree.Call():
                return self._over("operation", node, slots)
            case tree.AsOf():
                return self._plain("moment", node, slots)
            case tree.Variable():
                return self._plain("row", node, slots)
            case _:
                return self._plain("constant", node, slots)

    def _plain(self, kind: Kind, node: tree.Node, slots: Slots, **more: Any) -> Step:
        return Step(kind, self.said(node), self.value(node, slots), node.type, node.source, **more)

    def _over(self, kind: Kind, node: tree.Node, slots: Slots) -> Step:
        """Return a node with the steps of what it works on; constants speak for themselves."""
        return self._plain(kind, node, slots, steps=self._children(node, slots))

    def _children(self, node: tree.Node, slots: Slots) -> tuple[Step, ...]:
        shown = (each for each in tree.children(node) if not isinstance(each, tree.Constant | tree.Variable))
        return tuple(self.step(each, slots) for each in shown)

    # conditions --------------------------------------------------------------------------------------

    def _parts(self, words: Text, node: tree.Node, parts: tuple[tree.Node, ...], slots: Slots) -> Step:
        told = list(self._told(node, parts, slots))
        steps = tuple(self._between(part, slots) for part in (joined(told) if words is _ALL else told))
        if len(steps) == 1:
            return steps[0]
        return Step("condition", words, self.value(node, slots), node.type, node.source, steps=steps)

    def _between(self, part: tree.Node, slots: Slots) -> Step:
        """Return a condition's step; two comparisons said as one are worth both."""
        if not isinstance(part, Between) or not isinstance(part.right, tree.Both):
            return self.step(part, slots)
        first, last = part.right.parts
        pairs = ((first, part.left), (part.left, last))
        flags = [
            self.value(tree.Compare(type=part.type, source=part.source, op="<=", left=a, right=b), slots)
            for a, b in pairs
        ]
        shown = [each for each in (part.left, first, last) if not isinstance(each, tree.Constant)]
        return Step("comparison", self.said(part), conjunction(flags), part.type, part.source,
                    steps=tuple(self.step(each, slots) for each in shown))  # fmt: skip

    def _told(self, node: tree.Node, parts: tuple[tree.Node, ...], slots: Slots) -> Iterator[tree.Node]:
        """Yield the parts worth telling: not those that speak of a cell just found blank, nor guards that hold."""
        every = isinstance(node, tree.Both)
        flat = [each for part in parts for each in (part.parts if every and isinstance(part, tree.Both) else (part,))]
        blank: list[tuple[object, ...]] = []
        for index, part in enumerate(flat):
            if any(_speaks_of(part, key) for key in blank):
                continue
            guard = part.part if isinstance(part, tree.Negation) else part
            key = guard_key(guard.value) if isinstance(guard, tree.Given) else None
            if key is not None:
                there = self.value(guard, slots)
                if there is False:
                    blank.append(key)
                elif there is True and any(_speaks_of(later, key) for later in flat[index + 1 :]):
                    continue
            yield part

    def _contrary(self, node: tree.Negation, part: tree.Node, slots: Slots) -> Step:
        inner = self.step(part, slots)
        if isinstance(part, tree.Measure | tree.Column):
            return self._plain("test", node, slots, steps=(inner,))
        if isinstance(part, tree.Both | tree.Either | tree.Choice | tree.ByReading):
            return Step("condition", _CONTRARY, self.value(node, slots), node.type, node.source, steps=(inner,))
        return Step(inner.kind, self.said(node), self.value(node, slots), node.type, node.source, inner.name,
                    note=inner.note, rows=inner.rows, steps=inner.steps, details=inner.details)  # fmt: skip

    def _choice(self, node: tree.Choice, slots: Slots) -> Step:
        """Return a choice with its test and the case that holds, or both where the test is not known."""
        flag = self.value(node.test, slots)
        test = node.test if flag is not False else tree.Negation(type=node.type, source=node.source, part=node.test)
        words = self.said(test)
        words = (
            Text(f"selon que {words.fr}", f"depending on whether {words.en}")
            if flag is UNKNOWN
            else Text(f"comme {words.fr}", f"as {words.en}")
        )
        first = self.step(node.test, slots)
        cases = [case for case, no in ((node.then, False), (node.other, True)) if flag is not no]
        shown = [case for case in cases if not isinstance(case, tree.Constant)]
        tested = (first,) if flag is UNKNOWN or first.kind not in ("test", "comparison") else first.steps
        steps = [*(() if first.kind == "reading" else tested), *(self.step(case, slots) for case in shown)]
        return Step("condition", words, self.value(node, slots), node.type, node.source,
                    note=first.note if first.kind == "reading" else None, steps=tuple(steps))  # fmt: skip

    # names -------------------------------------------------------------------------------------------

    def _named(self, table: str | None, name: str, row: Row | None, node: tree.Node, slots: Slots) -> Step:
        measure = self.program.rulebook.measures[(table, name)]
        reference = name if table is None else f"{table}.{name}[{row.id if row else ''}]"
        words = self.said(node) if table is not None else quoted(measure.label)
        if node.type.kind == "flag":
            words = quoted(measure.label)
        value = self.value(node, slots)
        if reference in self._seen:
            return Step("measure", words, value, node.type, node.source, reference, see=reference)
        self._seen.add(reference)
        context: Context = slots[0]
        inner = self.step(measure.formula, context.environment(row))
        return Step("measure", words, value, node.type, measure.formula.source, reference, steps=(inner,),
                    details={} if row is None else {"row": row.id})  # fmt: skip

    def _column(self, node: tree.Column, slots: Slots) -> Step:
        row = self.value(node.base, slots)
        if not isinstance(row, Row):
            return self._over("cell", node, slots)
        if node.computed:
            return self._named(node.table, node.name, row, node, slots)
        value = self.value(node, slots)
        details = {"row": row.id, "table": row.table}
        if row.table in self.program.rulebook.tables:
            reference = f"{row.table}.{node.name}[{row.id}]"
            if reference in self._seen:
                return Step("cell", self.said(node), value, node.type, node.source, row.id, see=reference,
                            details=details)  # fmt: skip
            self._seen.add(reference)
            return Step("cell", self.said(node), value, node.type, node.source, row.id, details=details,
                        steps=self._derived(row, node.name, slots[0]))  # fmt: skip
        shown = shown_column(row.table, node.name)
        place = NOWHERE if row.model is None else row.model.location(shown)
        note = self._why(row, node.name, shown, value)
        if note is None and not isinstance(node.base, tree.Variable):
            note = Text(row.id, row.id)
        return Step("cell", self.said(node), value, node.type, node.source, row.id, note=note, place=place,
                    details=details)  # fmt: skip

    def _why(self, row: Row, name: str, shown: str, value: Any) -> Text | None:
        """Return what should be said of a cell that the file does not hold as it is read."""
        if row.model is None:
            table = self.labels.table(row.table)
            return Text(f"la table « {table.fr} » n'est pas dans le dossier",
                        f"the table “{table.en}” is not in the dossier")  # fmt: skip
        if shown not in row.model.columns:
            if exact(value) and value is not None:
                return Text("colonne absente, valeur par défaut", "column not there, default value")
            return Text("colonne absente du fichier", "column not in the file")
        if not exact(value):
            return Text("cellule vide", "blank cell")
        if value is not None and getattr(row.model, name, value) is None:
            return Text("cellule vide ; date de sa session", "blank cell; the date of its session")
        return None

    def _derived(self, row: Row, name: str, context: Context) -> tuple[Step, ...]:
        table = self.program.rulebook.tables[row.table]
        slots = context.environment()
        for column, element in zip(table.columns, table.rows.elements, strict=True):
            if isinstance(element, tree.Variable):
                slots[element.slot] = row.values[column]
        element = table.rows.elements[table.columns.index(name)]
        if isinstance(element, tree.Variable):
            return ()
        self._loops = table.rows.loops
        try:
            return (self.step(element, slots),)
        finally:
            self._loops = ()

    def belongs(self, row: Row, context: Context) -> Step | None:
        """Return why a row of a derived table is there, or may be; None where nothing decides it."""
        table = self.program.rulebook.tables[row.table]
        slots = context.environment()
        for column, element in zip(table.columns, table.rows.elements, strict=True):
            if isinstance(element, tree.Variable):
                slots[element.slot] = row.values[column]
        conditions = [condition for loop in table.rows.loops for condition in loop.conditions]
        if not conditions:
            return None
        self._loops = table.rows.loops
        try:
            steps = tuple(self.step(condition, slots) for condition in conditions)
        finally:
            self._loops = ()
        words = Text(f"{row.id} est parmi « {table.label.fr} »", f"{row.id} is among “{table.label.en}”")
        return Step("condition", words, row.truth, FLAG, name=row.id, steps=steps)

    def outer(self, node: tree.Node, inner: set[int], slots: Slots) -> Iterator[Step]:
        """Yield the steps of the names in a condition on rows that do not change from row to row."""
        used = tree.slots_used(node)
        if isinstance(node, tree.Constant | tree.Variable):
            return
        if not used & inner:
            yield self.step(node, slots)
            return
        if isinstance(node, tree.Column) and node.computed:
            yield from self._definition(node, slots)
            return
        if isinstance(node, tree.Aggregate):
            own = inner | {loop.slot for loop in node.loops}
            for loop in node.loops:
                for condition in loop.conditions:
                    yield from self.outer(condition, own, slots)
            yield from self.outer(node.element, own, slots)
            return
        for child in tree.children(node):
            yield from self.outer(child, inner, slots)

    def _definition(self, node: tree.Column, slots: Slots) -> Iterator[Step]:
        """Yield what a column computed for each row means, with the values that are the same for all."""
        reference = f"{node.table}.{node.name}"
        measure = self.program.rulebook.measures[(node.table, node.name)]
        words = quoted(measure.label)
        if reference in self._seen:
            return
        self._seen.add(reference)
        steps = tuple(self.outer(measure.formula, {1}, slots))
        yield Step("definition", words, None, node.type, measure.formula.source, reference,
                   note=self.said(measure.formula), steps=steps)  # fmt: skip

    # what the agreement sets -------------------------------------------------------------------------

    def _reading(self, key: str, context: Context) -> tuple[Text, dict[str, Any]]:
        reading = self.program.rulebook.agreement.readings[key]
        chosen = context.readings[key]
        answer = reading.options[chosen]
        default = chosen == reading.default
        note = Text(
            f"{key} = {chosen}{', par défaut' if default else ''} : {answer.fr}",
            f"{key} = {chosen}{', the default' if default else ''}: {answer.en}",
        )
        details = {
            "question": reading.question.as_dict(),
            "reading": key,
            "in_force": chosen,
            "default": default,
            "answer": answer.as_dict(),
        }
        return note, details

    def _parameter(self, node: tree.Parameter, slots: Slots) -> Step:
        rulebook = self.program.rulebook
        parameter = rulebook.parameters[node.name]
        article = rulebook.agreement.clauses[parameter.clause].article
        context: Context = slots[0]
        on = context.as_of if node.on is None else self.value(node.on, slots)
        starts = [first for first, _ in parameter.values if first <= low(on)]
        since = starts[-1] if starts else parameter.values[0][0]
        origin = article_words(article)
        note = Text(f"{origin.fr}, vaut depuis le {written_day(since, 'fr')}",
                    f"{origin.en}, holds from {written_day(since, 'en')}")  # fmt: skip
        details: dict[str, Any] = {"clause": parameter.clause, "article": article}
        sure, maybe = self._amended(parameter, on, context)
        if sure is not None and sure.day is not None:
            since = sure.day
            note = Text(f"{origin.fr}, changé par l'avenant {sure.id} du {written_day(since, 'fr')}",
                        f"{origin.en}, changed by amendment {sure.id} of {written_day(since, 'en')}")  # fmt: skip
            details["amendment"] = sure.id
        if maybe:
            names = ", ".join(row.id for row in maybe)
            note = Text(f"{note.fr} ; peut-être changé par {names}", f"{note.en}; perhaps changed by {names}")
            details["perhaps_amended_by"] = [row.id for row in maybe]
        details["since"] = day(since).isoformat()
        steps = () if node.on is None else (self.step(node.on, slots),)
        return self._plain("parameter", node, slots, name=node.name, note=note, details=details, steps=steps)

    @staticmethod
    def _amended(parameter: Parameter, on: Any, context: Context) -> tuple[Row | None, list[Row]]:
        """Return the amendment that surely sets a parameter on a day, and those that may."""
        sure: Row | None = None
        maybe: list[Row] = []
        if parameter.amended_by is None:
            return None, maybe
        for row in context.table("amendments").all():
            form = row.values["form"]
            if amended_parameter(row.model.parameter) != parameter.amended_by or form not in (_EXPRESS, UNKNOWN):
                continue
            if row.day is not None and row.day > high(on):
                continue
            if form == _EXPRESS and row.day is not None and row.day <= low(on):
                sure = row
            else:
                maybe.append(row)
        return sure, maybe


def article_words(article: str) -> Text:
    """Name an article; what stands outside the numbered ones (the deliberation) is named as it is."""
    return Text(f"article {article}", f"article {article}") if article[:1].isdigit() else Text(article, article)


def _speaks_of(node: tree.Node, key: tuple[object, ...]) -> bool:
    """Tell whether a formula reads the value that a guard names."""
    return any(guard_key(inner) == key for inner in tree.walk(node))


__all__ = ["Walker", "article_words", "quoted"]
