"""A formula in words, French or English: operators and functions said, names replaced by their labels.

What stands in quotation marks is a name that the reader can look up: a measure, a parameter, a header.
"""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.formula import tree
from innosprint_rules.formula.joining import Between, joined
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.formula.shares import as_written
from innosprint_rules.formula.voice import Voice
from innosprint_rules.formula.words import (
    AFTER,
    AGGREGATES,
    ARITHMETIC,
    CONTRARY,
    FUNCTIONS,
    VIEWS,
    Labels,
    settled,
)
from innosprint_rules.wording import LANGUAGES, Text


def said(node: tree.Node, labels: Labels, loops: Iterable[tree.Loop] = (), bare: bool = False) -> Text:
    """Say a formula in both languages, on one line.

    ``loops`` bind variables that it reads; ``bare`` leaves a flag without the verb that makes it a condition.
    """
    known = {loop.slot: loop for loop in loops}
    speakers = [Speaker(labels, lang, known) for lang in LANGUAGES]
    return Text(*(settled(each.say(node) if bare else each.condition(node), each.lang) for each in speakers))


class Speaker(Voice):
    """Says nodes in one language, those below them first."""

    def say(self, node: tree.Node) -> str:
        """Say one node."""
        match node:
            case tree.Constant(value=value):
                return self.constant(value)
            case tree.AsOf():
                return self.pick("le jour du contrôle", "the day of the check")
            case tree.Fact(name=name):
                return self.quote(self.labels.fact(name))
            case tree.Parameter(name=name, on=on):
                label = self.quote(self.labels.parameter(name))
                return label if on is None else self.pick(f"{label} (valeur au jour {self.say(on)})",
                                                          f"{label} (as of {self.say(on)})")  # fmt: skip
            case tree.ReadingIs(key=key, values=values):
                wanted = self.pick(" ou ", " or ").join(map(self.quote, values))
                return self.pick(f"la lecture {key} est {wanted}", f"reading {key} is {wanted}")
            case tree.ByReading(key=key, options=options):
                cases = " ; " if self.lang == "fr" else "; "
                when = self.pick("si", "if")
                said = cases.join(f"{when} {self.quote(k)}, {self.say(formula)}" for k, formula in options)
                return self.pick(f"selon la lecture {key} : {said}", f"by reading {key}: {said}")
            case tree.Measure(name=name):
                return self.quote(self.labels.measure(None, name))
            case tree.Variable(slot=slot):
                return self.variable(slot)
            case tree.Column():
                return self._column(node)
            case Between(left=value, right=tree.Both(parts=(first, last))):
                a, b, c = self.say(value), self.say(first), self.say(last)
                return self.pick(f"{a} va de {b} à {c}, bornes comprises", f"{a} is from {b} to {c}, both included")
            case tree.Compare(op=op, left=left, right=right):
                return f"{self.say(left)} {self.operator(op, left)} {self.say(right)}"
            case tree.Within(item=item, items=items):
                verb = self.pick("figure dans", "is among")
                return f"{self.say(item)} {verb} {self.say(items)}"
            case tree.Both(parts=parts):
                return self._together(joined(parts))
            case tree.Either(parts=parts):
                return self._together(parts, either=True)
            case tree.Negation(part=part):
                return self._contrary(part)
            case tree.Choice(test=test, then=then, other=other):
                a, b, c = self.condition(test), self.say(then), self.say(other)
                return self.pick(f"si {a}, {b} ; sinon, {c}", f"if {a}, {b}; otherwise, {c}")
            case tree.Arithmetic() if as_written(node) is not node:
                return self.say(as_written(node))
            case tree.Arithmetic(op=op, left=left, right=right):
                second = self.say(right)
                if isinstance(right, tree.Arithmetic | tree.Choice | tree.ByReading):
                    second = f"({second})"
                return f"{self.say(left)} {self.text(ARITHMETIC[op])} {second}"
            case tree.Call():
                return self._call(node)
            case tree.Given(value=value):
                return self._given(value, there=True)
            case tree.Known(value=value):
                return self.pick(f"on connaît {self.say(value)}", f"{self.say(value)} is known")
            case tree.Aggregate():
                return self._within(node)._told(node)
            case _:
                return node.source

    def condition(self, node: tree.Node) -> str:
        """Say a node that is used as a condition: a bare flag gets a verb."""
        bare = isinstance(node, tree.Column | tree.Measure) and node.type.kind == "flag"
        return f"{self.say(node)} {self.pick('est vrai', 'is true')}" if bare else self.say(node)

    # leaves ------------------------------------------------------------------------------------------

    def _column(self, node: tree.Column) -> str:
        label = (
            self.labels.measure(node.table, node.name) if node.computed else self.labels.column(node.table, node.name)
        )
        named = self.quote(label)
        base = node.base
        if not isinstance(base, tree.Variable):
            return self.pick(f"{named} de {self.say(base)}", f"{named} of {self.say(base)}")
        if base.slot == ROW_SLOT:
            tables = any(isinstance(loop.over, tree.TableSource) for loop in self.loops.values())
            return named + (self.pick(" de cette ligne", " of this row") if tables else "")
        if len(self.loops) > 1:
            owner = self.text(self.labels.rows_of(node.table))
            return f"{named} ({owner})"
        return named

    # conditions --------------------------------------------------------------------------------------

    def _together(self, parts: Iterable[tree.Node], either: bool = False) -> str:
        nested = tree.Both | tree.Either | tree.Choice
        return self.listed(
            [f"({self.say(part)})" if isinstance(part, nested) else self.condition(part) for part in parts], either
        )

    def _contrary(self, part: tree.Node) -> str:
        match part:
            case tree.Compare(op=op, left=left, right=right) if type(part) is tree.Compare:
                return f"{self.say(left)} {self.operator(CONTRARY[op], left)} {self.say(right)}"
            case tree.Within(item=item, items=items):
                verb = self.pick("ne figure pas dans", "is not among")
                return f"{self.say(item)} {verb} {self.say(items)}"
            case tree.ReadingIs(key=key, values=values):
                wanted = self.pick(" ou ", " or ").join(map(self.quote, values))
                return self.pick(f"la lecture {key} n'est pas {wanted}", f"reading {key} is not {wanted}")
            case tree.Given(value=value):
                return self._given(value, there=False)
            case tree.Column() | tree.Measure():
                return f"{self.say(part)} {self.pick('est faux', 'is false')}"
            case tree.Call(function="contains", arguments=(whole, piece)):
                verb = self.pick("ne contient pas", "does not contain")
                return f"{self.say(whole)} {verb} {self.say(piece)}"
            case tree.Aggregate(function="any"):
                return self._within(part)._none(part)
            case _:
                return self.pick(f"il est faux que {self.condition(part)}", f"it is false that {self.condition(part)}")

    def _given(self, value: tree.Node, there: bool) -> str:
        stored = isinstance(value, tree.Column) and not value.computed
        if stored:
            verb = self.pick("n'est pas vide", "is not blank") if there else self.pick("est vide", "is blank")
        else:
            verb = self.pick("existe", "exists") if there else self.pick("n'existe pas", "does not exist")
        return f"{self.say(value)} {verb}"

    # functions and aggregates ------------------------------------------------------------------------

    def _call(self, node: tree.Call) -> str:
        if node.function in AFTER:
            return self._after(node.function, *node.arguments)
        words = [self.say(each) for each in node.arguments]
        every = f"{', '.join(words[:-1])}{self.pick(' et ', ' and ')}{words[-1]}"
        return self.text(FUNCTIONS[node.function]).format(*words, all=every)

    def _after(self, function: str, day: tree.Node, count: tree.Node) -> str:
        when = self.say(day)
        one, many = AFTER[function]
        if not isinstance(count, tree.Constant) or not isinstance(count.value, int):
            unit = self.text(many)
            return self.pick(f"{when} plus {self.say(count)} (en {unit})", f"{when} plus {self.say(count)} (in {unit})")
        number = count.value
        if function == "days_after" and abs(number) == 1:
            if number < 0:
                return self.pick(f"la veille de {when}", f"the day before {when}")
            return self.pick(f"le lendemain de {when}", f"the day after {when}")
        unit = self.text(one if abs(number) == 1 else many)
        side = self.pick("avant", "before") if number < 0 else self.pick("après", "after")
        return f"{abs(number)} {unit} {side} {when}"

    def _within(self, node: tree.Aggregate) -> Speaker:
        """Return the speaker of what stands inside an aggregate."""
        return Speaker(self.labels, self.lang, {**self.loops, **{loop.slot: loop for loop in node.loops}})

    def over(self, loops: tuple[tree.Loop, ...]) -> str:
        """Say over what a generator runs: ``les versements où …``."""
        said: list[str] = []
        for loop in loops:
            words = self._source(loop)
            tests = [self._test(each) for each in joined(loop.conditions) if not isinstance(each, tree.Constant)]
            if tests:
                words += self.pick(" où ", " where ") + self.listed(tests)
            said.append(words)
        return self.pick(" puis ", " then ").join(said)

    def _test(self, node: tree.Node) -> str:
        return f"({self.say(node)})" if isinstance(node, tree.Both | tree.Either) else self.condition(node)

    def _source(self, loop: tree.Loop) -> str:
        match loop.over:
            case tree.TableSource(table=table, view=view):
                rows = self.text(self.labels.rows_of(table))
                return self.pick(f"les {rows}", f"the {rows}") + self.text(VIEWS[view])
            case tree.NumbersSource(first=first, last=last):
                a, b = self.say(first), self.say(last)
                return self.pick(f"les numéros de {a} à {b}", f"the numbers from {a} to {b}")
            case tree.ListSource(items=items):
                return self.say(items)

    def _told(self, node: tree.Aggregate) -> str:
        over, element = self.over(node.loops), node.element
        match node.function:
            case "any":
                what = self._member(node.loops)
                return self.pick(f"il y a au moins {what} parmi {over}", f"there is at least {what} among {over}")
            case "all":
                test = self.condition(element)
                return self.pick(f"pour tout élément de {over}, {test}", f"for every item of {over}, {test}")
            case "min" | "max" as function:
                return self._extreme(function, element, over)
            case function:
                return self.text(AGGREGATES[function]).format(element=self.say(element), over=over)

    def _none(self, node: tree.Aggregate) -> str:
        over = self.over(node.loops)
        if isinstance(node.loops[-1].over, tree.TableSource):
            return self.pick(f"il n'y a aucune ligne parmi {over}", f"there is no row among {over}")
        return self.pick(f"il n'y a aucun élément parmi {over}", f"there is no item among {over}")

    def _member(self, loops: tuple[tree.Loop, ...]) -> str:
        rows = isinstance(loops[-1].over, tree.TableSource)
        return self.pick("une ligne", "one row") if rows else self.pick("un élément", "one item")

    def _extreme(self, function: str, element: tree.Node, over: str) -> str:
        words = {
            ("min", True): ("la première", "the first"),
            ("max", True): ("la dernière", "the last"),
            ("min", False): ("le plus petit", "the least"),
            ("max", False): ("le plus grand", "the greatest"),
        }
        which = self.pick(*words[(function, element.type.kind == "date")])
        return self.pick(f"{which} {self.say(element)} parmi {over}", f"{which} {self.say(element)} among {over}")
