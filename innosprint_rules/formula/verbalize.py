"""A formula in words, French or English: operators and functions said, names replaced by their labels.

What stands in quotation marks is a name that the reader can look up: a measure, a parameter, a header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from innosprint_rules.formula import tree
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.formula.types import NUMERIC
from innosprint_rules.wording import LANGUAGES, NBSP, Lang, Text, french_words, lists


class Labels(Protocol):
    """How the names of one rulebook are said."""

    def measure(self, table: str | None, name: str) -> Text:
        """Return the label of a measure or of a computed column."""

    def parameter(self, name: str) -> Text:
        """Return the label of a parameter."""

    def fact(self, name: str) -> Text:
        """Return the label of a fact of the agreement."""

    def column(self, table: str, name: str) -> Text:
        """Return the header of a column."""

    def rows_of(self, table: str) -> Text:
        """Return what the rows of a table are called, in the plural."""


_NUMBERS: Mapping[str, Text] = {
    "==": Text("est égal à", "is"),
    "!=": Text("n'est pas égal à", "is not"),
    "<": Text("est inférieur à", "is less than"),
    "<=": Text("ne dépasse pas", "does not exceed"),
    ">": Text("dépasse", "exceeds"),
    ">=": Text("est au moins égal à", "is at least"),
}
_DATES: Mapping[str, Text] = {
    "==": Text("est le même jour que", "is the same day as"),
    "!=": Text("n'est pas le même jour que", "is not the same day as"),
    "<": Text("est avant", "is before"),
    "<=": Text("n'est pas après", "is not after"),
    ">": Text("est après", "is after"),
    ">=": Text("n'est pas avant", "is not before"),
}
_OTHERS: Mapping[str, Text] = {"==": Text("est", "is"), "!=": Text("n'est pas", "is not")}
_CONTRARY: Mapping[str, tree.Comparison] = {
    "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"
}  # fmt: skip
_ARITHMETIC = {"+": Text("plus", "plus"), "-": Text("moins", "minus"), "*": Text("fois", "times")}
_VIEWS: Mapping[str, Text] = {
    "all": Text("", ""),
    "until": Text(" jusqu'à cette ligne", " up to this row"),
    "before": Text(" avant cette ligne", " before this row"),
    "after": Text(" après cette ligne", " after this row"),
    "to_come": Text(" à venir", " still to come"),
    "proposed": Text(" en proposition", " proposed"),
}
_FUNCTIONS: Mapping[str, Text] = {
    "days_between": Text("le nombre de jours de {0} à {1}", "the number of days from {0} to {1}"),
    "month_end": Text("le dernier jour du mois de {0}", "the last day of the month of {0}"),
    "years_between": Text("le nombre d'années entières de {0} à {1}", "the number of whole years from {0} to {1}"),
    "exactly": Text("{0}, connu exactement", "{0}, known exactly"),
    "days_in": Text("le nombre de jours de {0} à {1} compris", "the number of days from {0} to {1} included"),
    "common_days": Text(
        "le nombre de jours communs à la période de {0} à {1} et à celle de {2} à {3}",
        "the number of days common to the period from {0} to {1} and to that from {2} to {3}",
    ),
    "word_starts": Text("un mot de {0} commence par {1}", "a word of {0} begins with {1}"),
    "year_of": Text("l'année de {0}", "the year of {0}"),
    "in_year": Text("le même jour que {0} en {1}", "the same day as {0} in {1}"),
    "cents": Text("{0}, en centimes entiers", "{0}, in whole cents"),
    "ratio": Text("la part de {0} dans {1}", "the share of {0} in {1}"),
    "pro_rata": Text("{0} au prorata de {1} sur {2}", "{0} in the proportion of {1} to {2}"),
    "contains": Text("{0} contient {1}", "{0} contains {1}"),
    "parts": Text("les parties de {0}", "the parts of {0}"),
    "earliest": Text("la première date parmi {all}", "the earliest of {all}"),
    "latest": Text("la dernière date parmi {all}", "the latest of {all}"),
    "min": Text("le plus petit de {all}", "the lesser of {all}"),
    "max": Text("le plus grand de {all}", "the greater of {all}"),
}
_AFTER: Mapping[str, tuple[Text, Text]] = {
    "days_after": (Text("jour", "day"), Text("jours", "days")),
    "months_after": (Text("mois", "month"), Text("mois", "months")),
    "years_after": (Text("an", "year"), Text("ans", "years")),
}
_CONTRACTIONS = {"de le": "du", "à le": "au", "de les": "des", "à les": "aux"}
_CONTRACTED = re.compile(r"\b(?:de|à) les?\b")
_AGGREGATES: Mapping[str, Text] = {
    "sum": Text("la somme de {element} pour {over}", "the sum of {element} over {over}"),
    "count": Text("le nombre de lignes parmi {over}", "the number of rows among {over}"),
    "count_distinct": Text(
        "le nombre de {element} différents parmi {over}", "the number of different {element} among {over}"
    ),
    "rows": Text("les lignes, parmi {over}", "the rows, among {over}"),
    "items": Text("ce qui est écrit, parmi {over}", "what is written, among {over}"),
}


def said(node: tree.Node, labels: Labels, loops: Iterable[tree.Loop] = (), bare: bool = False) -> Text:
    """Say a formula in both languages, on one line.

    ``loops`` bind variables that it reads; ``bare`` leaves a flag without the verb that makes it a condition.
    """
    known = {loop.slot: loop for loop in loops}
    speakers = [Speaker(labels, lang, known) for lang in LANGUAGES]
    return Text(*(settled(each.say(node) if bare else each.condition(node), each.lang) for each in speakers))


def settled(text: str, lang: Lang) -> str:
    """Contract ``de le`` and its like outside quoted names, and set French spaces."""
    if lang == "en":
        return text
    pieces = re.split(f"(«{NBSP}[^»]*»)", text)
    pieces[::2] = [_CONTRACTED.sub(lambda m: _CONTRACTIONS[m.group().lower()], piece) for piece in pieces[::2]]
    return french_words("".join(pieces))


def outline(node: tree.Node, labels: Labels, lang: Lang) -> list[tuple[int, str]]:
    """Say a formula as an outline: (depth, line), one line a condition or a case."""
    speaker = Speaker(labels, lang)
    found: list[tuple[int, str]] = []

    def add(depth: int, line: str) -> None:
        found.append((depth, settled(line, lang)))

    def walk(part: tree.Node, depth: int) -> None:
        match part:
            case tree.Both(parts=parts) if len(joined(parts)) > 1:
                add(depth, speaker.pick("toutes ces conditions :", "all of these:"))
                for each in joined(parts):
                    walk(each, depth + 1)
            case tree.Both(parts=parts):
                walk(joined(parts)[0], depth)
            case tree.Either(parts=parts):
                add(depth, speaker.pick("l'une au moins de ces conditions :", "at least one of these:"))
                for each in parts:
                    walk(each, depth + 1)
            case tree.ByReading(key=key, options=options):
                add(depth, speaker.pick(f"selon la lecture {key} :", f"by reading {key}:"))
                for option, formula in options:
                    add(depth + 1, f"{option}{speaker.pick(' :', ':')} {speaker.say(formula)}")
            case tree.Choice(test=test, then=then, other=other):
                add(depth, speaker.pick(f"si {speaker.say(test)} :", f"if {speaker.say(test)}:"))
                walk(then, depth + 1)
                add(depth, speaker.pick("sinon :", "otherwise:"))
                walk(other, depth + 1)
            case _:
                add(depth, speaker.condition(part))

    walk(node, 0)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(tree.Compare):
    """Two comparisons read as one, ``first <= value <= last``, for words; ``pair`` are the two."""

    pair: tuple[tree.Compare, tree.Compare]


def joined(parts: Iterable[tree.Node]) -> list[tree.Node]:
    """Return conditions as they are said: each pair ``a <= b``, ``b <= c`` together, no needless guard."""
    found: list[tree.Node] = []
    flat = [each for part in parts for each in (part.parts if isinstance(part, tree.Both) else (part,))]
    flags = {part.source for part in flat if part.type.kind == "flag"}
    for part in flat:
        if isinstance(part, tree.Given) and part.value.source in flags:
            continue
        last = found[-1] if found else None
        if (
            isinstance(part, tree.Compare)
            and type(last) is tree.Compare
            and last.op == part.op == "<="
            and last.right.source == part.left.source
        ):
            value = tree.Both(type=part.type, source=part.source, parts=(last.left, part.right))
            source = f"{last.left.source} <= {part.source}"
            found[-1] = Between(type=part.type, source=source, op="<=", left=part.left, right=value, pair=(last, part))
        else:
            found.append(part)
    return found


class Speaker:
    """Says nodes in one language; ``loops`` are the generator variables in reach."""

    def __init__(self, labels: Labels, lang: Lang, loops: Mapping[int, tree.Loop] | None = None) -> None:
        self.labels = labels
        self.lang = lang
        self.loops: dict[int, tree.Loop] = dict(loops or {})

    def pick(self, fr: str, en: str) -> str:
        """Return the wording of this speaker's language."""
        return fr if self.lang == "fr" else en

    def text(self, text: Text) -> str:
        """Return a text's wording, spacing left to the end."""
        return text.fr if self.lang == "fr" else text.en

    def quote(self, text: Text | str) -> str:
        """Put a name in quotation marks."""
        word = text if isinstance(text, str) else self.text(text)
        return self.pick(f"«{NBSP}{word}{NBSP}»", f"“{word}”")

    def say(self, node: tree.Node) -> str:
        """Say one node."""
        match node:
            case tree.Constant(value=value):
                return self._constant(value)
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
                return self._variable(slot)
            case tree.Column():
                return self._column(node)
            case Between(left=value, right=tree.Both(parts=(first, last))):
                a, b, c = self.say(value), self.say(first), self.say(last)
                return self.pick(f"{a} va de {b} à {c}, bornes comprises", f"{a} is from {b} to {c}, both included")
            case tree.Compare(op=op, left=left, right=right):
                return f"{self.say(left)} {self._operator(op, left)} {self.say(right)}"
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
            case tree.Arithmetic() if tree.as_written(node) is not node:
                return self.say(tree.as_written(node))
            case tree.Arithmetic(op=op, left=left, right=right):
                second = self.say(right)
                if isinstance(right, tree.Arithmetic | tree.Choice | tree.ByReading):
                    second = f"({second})"
                return f"{self.say(left)} {self.text(_ARITHMETIC[op])} {second}"
            case tree.Call():
                return self._call(node)
            case tree.Given(value=value):
                return self._given(value, there=True)
            case tree.Known(value=value):
                return self.pick(f"on connaît {self.say(value)}", f"{self.say(value)} is known")
            case tree.Aggregate():
                return self._aggregate(node)
            case _:
                return node.source

    def condition(self, node: tree.Node) -> str:
        """Say a node that is used as a condition: a bare flag gets a verb."""
        bare = isinstance(node, tree.Column | tree.Measure) and node.type.kind == "flag"
        return f"{self.say(node)} {self.pick('est vrai', 'is true')}" if bare else self.say(node)

    # leaves ------------------------------------------------------------------------------------------

    def _constant(self, value: object) -> str:
        if value is None:
            return self.pick("rien", "nothing")
        if isinstance(value, bool):
            return self.pick("vrai", "true") if value else self.pick("faux", "false")
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return self.quote(value) if isinstance(value, str) else str(value)

    def _variable(self, slot: int) -> str:
        if slot == ROW_SLOT:
            return self.pick("cette ligne", "this row")
        loop = self.loops.get(slot)
        if loop is None:
            return self.pick("la ligne", "the row")
        match loop.over:
            case tree.TableSource(table=table):
                name = self.quote(self.labels.rows_of(table))
                return self.pick(f"la ligne de {name}", f"the row of {name}")
            case tree.NumbersSource():
                return self.pick("le numéro", "the number")
            case _:
                return self.pick("l'élément", "the item")

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

    def _operator(self, op: str, left: tree.Node) -> str:
        if left.type.kind == "date":
            return self.text(_DATES[op])
        if left.type.kind in NUMERIC:
            return self.text(_NUMBERS[op])
        return self.text(_OTHERS[op])

    def _together(self, parts: Iterable[tree.Node], either: bool = False) -> str:
        nested = tree.Both | tree.Either | tree.Choice
        return self._listed(
            [f"({self.say(part)})" if isinstance(part, nested) else self.condition(part) for part in parts], either
        )

    def _listed(self, said: list[str], either: bool = False) -> str:
        """Say conditions as a sentence does: « a, b et c »; where one holds a comma, the word parts them all."""
        if any(", " in each for each in said):
            return (self.pick(" ou ", " or ") if either else self.pick(" et ", " and ")).join(said)
        return lists(said, self.lang, either)

    def _contrary(self, part: tree.Node) -> str:
        match part:
            case tree.Compare(op=op, left=left, right=right) if type(part) is tree.Compare:
                return f"{self.say(left)} {self._operator(_CONTRARY[op], left)} {self.say(right)}"
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
            case tree.Aggregate(function="any", loops=loops):
                return self._looped(part, loops, Speaker._none)
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
        if node.function in _AFTER:
            return self._after(node.function, *node.arguments)
        words = [self.say(each) for each in node.arguments]
        every = f"{', '.join(words[:-1])}{self.pick(' et ', ' and ')}{words[-1]}"
        return self.text(_FUNCTIONS[node.function]).format(*words, all=every)

    def _after(self, function: str, day: tree.Node, count: tree.Node) -> str:
        when = self.say(day)
        one, many = _AFTER[function]
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

    def _looped(
        self, node: tree.Aggregate, loops: tuple[tree.Loop, ...], finish: Callable[[Speaker, tree.Aggregate], str]
    ) -> str:
        inner = Speaker(self.labels, self.lang, {**self.loops, **{loop.slot: loop for loop in loops}})
        return finish(inner, node)

    def over(self, loops: tuple[tree.Loop, ...]) -> str:
        """Say over what a generator runs: ``les versements où …``."""
        said: list[str] = []
        for loop in loops:
            words = self._source(loop)
            tests = [self._test(each) for each in joined(loop.conditions) if not isinstance(each, tree.Constant)]
            if tests:
                words += self.pick(" où ", " where ") + self._listed(tests)
            said.append(words)
        return self.pick(" puis ", " then ").join(said)

    def _test(self, node: tree.Node) -> str:
        return f"({self.say(node)})" if isinstance(node, tree.Both | tree.Either) else self.condition(node)

    def _source(self, loop: tree.Loop) -> str:
        match loop.over:
            case tree.TableSource(table=table, view=view):
                rows = self.text(self.labels.rows_of(table))
                return self.pick(f"les {rows}", f"the {rows}") + self.text(_VIEWS[view])
            case tree.NumbersSource(first=first, last=last):
                a, b = self.say(first), self.say(last)
                return self.pick(f"les numéros de {a} à {b}", f"the numbers from {a} to {b}")
            case tree.ListSource(items=items):
                return self.say(items)

    def _aggregate(self, node: tree.Aggregate) -> str:
        return self._looped(node, node.loops, Speaker._told)

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
                return self.text(_AGGREGATES[function]).format(element=self.say(element), over=over)

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
