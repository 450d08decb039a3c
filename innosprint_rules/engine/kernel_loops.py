"""Aggregates as code: running totals kept in the order of a table, totals by key, plain loops for the rest.

Where nothing can be missing, a sum over the rows up to one is kept while the rows are gone through, and a sum over
the rows of one key is worked out once for all keys. Everything else is the loop as it is written.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from innosprint_rules.dossier.schema import TABLES
from innosprint_rules.engine.kernel_code import (
    Block,
    Condition,
    Flag,
    Num,
    Operand,
    Ref,
    Stored,
    all_of,
    any_of,
    bounded,
    contrary,
    negated,
)
from innosprint_rules.engine.kernel_rows import Rows
from innosprint_rules.engine.kernel_tree import Truth, UnsupportedFormulaError
from innosprint_rules.engine.operations import NUMERIC_KINDS
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN

_ADDED = ("sum", "count")
_MOST_KEYS = 65_536


@dataclass(slots=True)
class Keyed:
    """An aggregate taken apart: conditions on its own row alone, and rows that its row must name."""

    loop: tree.Loop
    own: list[tree.Node]
    keys: list[tuple[tree.Node, tree.Node]]
    element: tree.Node


def signed(element: tree.Node) -> bool:
    """Tell whether a sum's element may be negative (cells never are)."""
    stored = isinstance(element, tree.Column) and not element.computed
    return not (stored or isinstance(element, tree.Constant))


class Loops(Rows):
    """Writes aggregates."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._clean: dict[frozenset[tuple[str, str]], str] = {}
        self._only_if = ""
        self._numbers: dict[str, Num] = {}
        self._flags: dict[str, Flag] = {}

    # measures ----------------------------------------------------------------------------------------

    def measure_number(self, name: str) -> Num:
        """Return a measure that is a number, worked out once."""
        if name not in self._numbers:
            body = self.spec.body(None, name)
            self._numbers[name] = self.hoisted(lambda: self._named_number(self.num(body)))
        return self._numbers[name]

    def _named_number(self, number: Num) -> Num:
        lo = number.lo if isinstance(number.lo, int) else self.atom(number.lo, "m")
        same = number.lo == number.hi
        hi = lo if same else number.hi if isinstance(number.hi, int) else self.atom(number.hi, "m")
        nil, unk = self.condition(number.nil), self.condition(number.unk)
        return replace(number, lo=lo, hi=hi, nil=nil, unk=unk)

    def measure_flag(self, name: str) -> Flag:
        """Return a measure that is a flag, worked out once."""
        if name not in self._flags:
            body = self.spec.body(None, name)
            self._flags[name] = self.hoisted(lambda: self.named(self.flag(body)))
        return self._flags[name]

    # which way ---------------------------------------------------------------------------------------

    def aggregate_number(self, node: tree.Aggregate) -> Num:
        """Return a sum, a count or an extreme."""
        if self._closed(node):
            return self.hoisted(lambda: self._named_number(self._plain_number(node)))
        found = self._cleverly(node)
        if found is not None:
            return self._as_number(node, found)
        blank = self._blank_columns(node)
        if not blank:
            return self._plain_number(node)
        clean = self.clean(blank)
        found, quick = self.aside(lambda: self._assuming(blank, clean, node))
        if found is None:
            return self._plain_number(node)
        known = self._as_number(node, found)
        plain, slow = self.aside(lambda: self._plain_number(node))
        return self._one_or_other(clean, (known, quick), (plain, slow))

    @staticmethod
    def _as_number(node: tree.Aggregate, found: tuple[str, Condition]) -> Num:
        value, present = found
        return Num(value, value) if node.function in _ADDED else Num(value, value, nil=negated(present))

    def _one_or_other(self, clean: str, known: tuple[Num, Block], plain: tuple[Num, Block]) -> Num:
        """Give names to a number that is worked out in one of two ways."""
        lo, hi, nil, unk = (self.name("q") for _ in range(4))
        for head, (number, lines) in ((f"if {clean}:", known), ("else:", plain)):
            branch = self.here.below(head)
            branch.add(lines)
            branch.line(f"{lo} = {number.lo}")
            branch.line(f"{hi} = {number.hi}")
            branch.line(f"{nil} = {number.nil}")
            branch.line(f"{unk} = {number.unk}")
        no_nil = known[0].nil is False and plain[0].nil is False
        return Num(lo, hi, False if no_nil else nil, False if plain[0].unk is False else unk, plain[0].perhaps)

    def aggregate_flag(self, node: tree.Aggregate) -> Flag:
        """Return whether any or all rows meet a condition."""
        if self._closed(node):
            return self.hoisted(lambda: self._plain_flag(node))
        found = self._cleverly(node)
        if found is not None:
            return self._as_flag(node, found)
        blank = self._blank_columns(node)
        if not blank:
            return self._plain_flag(node)
        clean = self.clean(blank)
        found, quick = self.aside(lambda: self._assuming(blank, clean, node))
        if found is None:
            return self._plain_flag(node)
        yes, no = self.name("q"), self.name("q")
        known = (self._as_flag(node, found), quick)
        for head, (flag, lines) in ((f"if {clean}:", known), ("else:", self.aside(lambda: self._plain_flag(node)))):
            branch = self.here.below(head)
            branch.add(lines)
            branch.line(f"{yes} = {flag.yes}")
            branch.line(f"{no} = {flag.never}")
        return Flag(yes, no)

    @staticmethod
    def _as_flag(node: tree.Aggregate, found: tuple[str, Condition]) -> Flag:
        flag = Flag(found[1])
        return flag if node.function == "any" else contrary(flag)

    # years in which all cells are known --------------------------------------------------------------

    def _blank_columns(self, node: tree.Aggregate) -> frozenset[tuple[str, str]]:
        """Return the columns that an aggregate reads and of which a cell may not be known."""
        if self.assumed or len(node.loops) != 1:
            return frozenset()
        read: set[tuple[str, str]] = set()
        for each in tree.walk(node):
            cells = each.cells if isinstance(each, Truth) else (each,)
            for cell in cells:
                if isinstance(cell, tree.Column) and not cell.computed and cell.table in self.layout.tables:
                    read.add((cell.table, cell.name))
        over = node.loops[0].over
        if isinstance(over, tree.TableSource) and over.view in ("until", "before") and over.table in TABLES:
            read |= self.loose_columns(over.table)
        return frozenset(key for key in read if self._blank(*key))

    def _blank(self, table: str, column: str) -> bool:
        plan = self.layout.column(table, column)
        return plan.code(UNKNOWN) < plan.reached if plan.finite else plan.unknown

    def clean(self, columns: frozenset[tuple[str, str]]) -> str:
        """Return the name that tells whether all cells of some columns are known in this year."""
        if columns not in self._clean:
            name = self._clean[columns] = self.name("clean")

            def work() -> None:
                self.here.line(f"{name} = True")
                for table in sorted({table for table, _ in columns}):
                    row = self.name("r")
                    loop = self.here.below(f"for {row} in range(n_{table}):")
                    plans = [self.layout.column(table, column) for owner, column in sorted(columns) if owner == table]
                    blanks = [f"M[{plan.offset} + {row}] == {plan.code(UNKNOWN)}" for plan in plans]
                    loop.below(f"if {any_of(*blanks)}:").line(f"{name} = False")

            self.hoisted(work)
        return self._clean[columns]

    def _assuming(
        self, columns: frozenset[tuple[str, str]], clean: str, node: tree.Aggregate
    ) -> tuple[str, Condition] | None:
        """Take the quick way for the years in which all cells of some columns are known."""
        self.assumed, self._only_if = columns, clean
        try:
            return self._cleverly(node)
        finally:
            self.assumed, self._only_if = frozenset(), ""

    def _guarded(self, block: Block) -> Block:
        """Return a block that runs only in the years for which it is written."""
        if not self.assumed:
            return block
        outer = Block()
        outer.below(f"if {self._only_if}:").add(block)
        return outer

    @staticmethod
    def _closed(node: tree.Node) -> bool:
        return not tree.slots_used(node)

    def _cleverly(self, node: tree.Aggregate) -> tuple[str, Condition] | None:
        keyed = self._taken_apart(node)
        if keyed is None:
            return None
        over = keyed.loop.over
        assert isinstance(over, tree.TableSource)  # noqa: S101  # as `_taken_apart` saw
        if over.view == "all":
            return self._by_key(node, keyed)
        return self._running(node, keyed, over)

    def _taken_apart(self, node: tree.Aggregate) -> Keyed | None:
        """Take an aggregate over one known table apart; None where it is not of that kind."""
        loop = node.loops[0]
        over = loop.over
        if len(node.loops) != 1 or not isinstance(over, tree.TableSource) or node.function == "count_distinct":
            return None
        if over.view not in ("all", "until", "before") or self.is_open(over.table):
            return None
        if over.view != "all" and (over.table not in self.layout.tables or self.is_loose(over.table)):
            return None
        derived = self.derived.get(over.table)
        if derived is not None and derived.truth is not None:
            return None
        conditions = list(loop.conditions)
        element = node.element
        if node.function in ("any", "all"):
            asked = element if node.function == "any" else tree.Negation(type=element.type, part=element)
            conditions += asked.parts if isinstance(asked, tree.Both) else [asked]
            element = tree.Constant(type=node.type, value=True)
        own: list[tree.Node] = []
        keys: list[tuple[tree.Node, tree.Node]] = []
        for condition in conditions:
            if tree.slots_used(condition) <= {loop.slot}:
                own.append(condition)
                continue
            pair = self._key(condition, loop.slot)
            if pair is None:
                return None
            keys.append(pair)
        if not tree.slots_used(element) <= {loop.slot}:
            return None
        return Keyed(loop, own, keys, element)

    @staticmethod
    def _key(condition: tree.Node, slot: int) -> tuple[tree.Node, tree.Node] | None:
        if not isinstance(condition, tree.Compare) or condition.op != "==" or condition.left.type.kind != "ref":
            return None
        for mine, theirs in ((condition.left, condition.right), (condition.right, condition.left)):
            if tree.slots_used(mine) == {slot} and slot not in tree.slots_used(theirs):
                return mine, theirs
        return None

    # totals by key and running totals ----------------------------------------------------------------

    def _by_key(self, node: tree.Aggregate, keyed: Keyed) -> tuple[str, Condition] | None:
        """Work an aggregate out once for all keys, before all rows; look it up here."""
        if not keyed.keys:
            return None
        theirs = [self.ref(pair[1]) for pair in keyed.keys]
        if any(each.unknown for each in theirs):
            return None
        sizes = [self._rows_of(each.table) for each in theirs]
        total = 1
        for size in sizes:
            total *= size
        if total > _MOST_KEYS:
            return None
        start = self.layout.reserve(total)

        def work() -> bool:
            self._clear(start, total, node.function)
            fits = True

            def body(sure: Condition) -> None:
                nonlocal fits
                fits = fits and sure is True and self._gather(node, keyed, start, sizes)

            self.nest((replace(keyed.loop, conditions=tuple(keyed.own)),), body)
            return fits

        fits, lines = self.aside(work)
        if not fits:
            return None
        self.top.add(self._guarded(lines))
        return self._read(node.function, start, theirs, sizes)

    def _rows_of(self, table: str) -> int:
        return max(self.capacity(table), 1)

    def _gather(self, node: tree.Aggregate, keyed: Keyed, start: int, sizes: list[int]) -> bool:
        """Add the present row to the total of its key; False where that cannot be done without loss."""
        mine = [self.ref(pair[0]) for pair in keyed.keys]
        if any(each.unknown for each in mine):
            return False
        there = all_of(*(f"{each.code} >= 0" if each.nothing else True for each in mine))
        place = f"M[{start} + {self._index(mine, sizes)}]"
        if there is not True:
            self.here = self.here.below(f"if {there}:")
        return self._add(node.function, keyed.element, place)

    def _add(self, function: str, element: tree.Node, place: str) -> bool:
        """Add the present row's element to a total; False where it is not known in every year."""
        if function in ("any", "all"):
            self.here.line(f"{place} = 1")
            return True
        number = self.num(element)
        if not number.exact:
            return False
        if function in _ADDED:
            self.here.line(f"{place} += {number.lo}")
            return True
        value = self.atom(number.lo)
        better = f"{place} == {LEAST} or {value} {'>' if function == 'max' else '<'} {place}"
        where = all_of(negated(number.nil), better)
        self.here.below(f"if {where}:").line(f"{place} = {value}")
        return True

    @staticmethod
    def _index(keys: list[Ref], sizes: list[int]) -> str:
        code = ""
        for key, size in zip(keys, sizes, strict=True):
            code = key.code if not code else f"({code}) * {size} + {key.code}"
        return code

    def _clear(self, start: int, total: int, function: str) -> None:
        place = self.name("i")
        blank = 0 if function in (*_ADDED, "any", "all") else LEAST
        self.here.below(f"for {place} in range({start}, {start + total}):").line(f"M[{place}] = {blank}")

    def _read(self, function: str, start: int, theirs: list[Ref], sizes: list[int]) -> tuple[str, Condition]:
        there = all_of(*(f"{each.code} >= 0" if each.nothing else True for each in theirs))
        place = f"M[{start} + {self._index(theirs, sizes)}]"
        if function in ("any", "all"):
            return "1", all_of(there, f"{place} == 1")
        if function in _ADDED:
            return self.atom(place if there is True else f"{place} if {there} else 0"), True
        value = self.atom(place if there is True else f"{place} if {there} else {LEAST}")
        return value, f"{value} != {LEAST}"

    def _running(self, node: tree.Aggregate, keyed: Keyed, over: tree.TableSource) -> tuple[str, Condition] | None:
        """Keep an aggregate over the rows up to the present one while the rows are gone through."""
        walk = self.walk
        if walk is None or walk.table != over.table or not isinstance(over.row, tree.Variable):
            return None
        if self.rows[over.row.slot].code != walk.row:
            return None
        theirs = [self.ref(pair[1]) for pair in keyed.keys]
        if any(each.unknown for each in theirs):
            return None
        sizes = [self._rows_of(each.table) for each in theirs]
        update, name, start = Block(), self.name("a"), 0
        total = 1
        for size in sizes:
            total *= size
        if keyed.keys:
            if total > _MOST_KEYS:
                return None
            start = self.layout.reserve(total)
        outside = self.here
        self.here = update
        self.rows[keyed.loop.slot] = Ref(walk.row, over.table)
        flags = [self.flag(each) for each in keyed.own]
        fits = all(each.exact for each in flags)
        where = all_of(self.happened(over.table, walk.row), *(each.yes for each in flags))
        if where is not True and fits:
            self.here = self.here.below(f"if {where}:")
        if fits:
            fits = (
                self._gather(node, keyed, start, sizes) if keyed.keys else self._add(node.function, keyed.element, name)
            )
        self.here = outside
        if not fits:
            return None
        walk.in_order = True
        (walk.first if over.view == "until" else walk.last).add(self._guarded(update))
        self.here = walk.before
        if keyed.keys:
            self._clear(start, total, node.function)
        else:
            walk.before.line(f"{name} = {0 if node.function in (*_ADDED, 'any', 'all') else LEAST}")
        self.here = outside
        if keyed.keys:
            return self._read(node.function, start, theirs, sizes)
        if node.function in ("any", "all"):
            return "1", f"{name} == 1"
        held = self.atom(f"{name} + 0")  # the total as it stands at this row
        return held, True if node.function in _ADDED else f"{held} != {LEAST}"

    # plain loops -------------------------------------------------------------------------------------

    def _open(self, node: tree.Aggregate) -> bool:
        return any(
            isinstance(loop.over, tree.TableSource) and loop.over.view != "proposed" and self.is_open(loop.over.table)
            for loop in node.loops
        )

    def _plain_number(self, node: tree.Aggregate) -> Num:
        if node.function in _ADDED:
            return self._plain_sum(node)
        if node.function == "count_distinct":
            return self._plain_distinct(node)
        return self._plain_extreme(node)

    def _plain_sum(self, node: tree.Aggregate) -> Num:
        lo, hi = self.name("s"), self.name("s")
        outside = self.here
        head = outside.insert()
        is_open = self._open(node)
        all_known = True
        block = outside.insert()
        self.here = block

        def body(sure: Condition) -> None:
            nonlocal all_known
            number = self._held(self.num(node.element))
            all_known = number.exact and sure is True
            if all_known:
                self.here.line(f"{lo} += {number.lo}")
                return
            sure = self.condition(sure)
            low: Operand = number.lo if sure is True else f"({number.lo} if {sure} else min(0, {number.lo}))"
            high: Operand = number.hi if sure is True else f"({number.hi} if {sure} else max(0, {number.hi}))"
            self.here.line(f"{lo} = clamp_low({lo} + {low})")
            self.here.line(f"{hi} = clamp_high({hi} + {high})")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{lo} = 0")
        if all_known and not is_open:
            return Num(lo, lo, least=self._least(node), most=self._most(node))
        head.line(f"{hi} = 0")
        if all_known:
            outside.line(f"{hi} = {lo}")
        most = self._most(node)  # of the rows that are there
        if not is_open:
            return replace(bounded(Num(lo, hi)), most=most)
        return Num(LEAST if signed(node.element) else lo, MOST, most=most)

    def _least(self, node: tree.Aggregate) -> int | None:
        return None if signed(node.element) else 0

    def _most(self, node: tree.Aggregate) -> int | None:
        """Return the most that a count can be."""
        if node.function != "count" or not all(isinstance(loop.over, tree.TableSource) for loop in node.loops):
            return None
        tables = [loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource)]
        return math.prod(self.capacity(table) for table in tables)

    def _plain_extreme(self, node: tree.Aggregate) -> Num:
        lo, hi, some, lost = (self.name("e") for _ in range(4))
        outside = self.here
        greatest = node.function == "max"
        head, block = outside.insert(), outside.insert()
        self.here = block
        all_known = sure_of_all = True

        def body(sure: Condition) -> None:
            nonlocal all_known, sure_of_all
            number = self._held(self.num(node.element))
            all_known = number.lo == number.hi
            doubt = any_of(negated(self.condition(sure)), number.unk)
            if doubt is not False:
                sure_of_all = False
                self.here.below(f"if {doubt}:").line(f"{lost} = True")
            there = all_of(negated(number.nil), negated(doubt))
            if there is not True:
                self.here = self.here.below(f"if {there}:")
            sign = ">" if greatest else "<"
            sides = [(lo, number.lo)] if all_known else [(lo, number.lo), (hi, number.hi)]
            for name, side in sides:
                self.here.below(f"if not {some} or {side} {sign} {name}:").line(f"{name} = {side}")
            self.here.line(f"{some} = True")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{some} = False")
        head.line(f"{lo} = 0")
        if not all_known:
            head.line(f"{hi} = 0")
        if not sure_of_all:
            head.line(f"{lost} = False")
        last = lo if all_known else hi
        if self._open(node):
            return Num(LEAST, MOST, unk=True)
        if sure_of_all:
            return Num(lo, last, nil=f"not ({some})")
        lower = self.atom(f"{LEAST} if {lost} else {lo}")
        upper = self.atom(f"{MOST} if {lost} else {last}")
        return Num(lower, upper, nil=f"not ({some}) and not ({lost})", unk=lost)

    def _plain_distinct(self, node: tree.Aggregate) -> Num:
        """Count the rows or values named, each once: 2 marks one that is sure, 1 one that may be."""
        element = node.element
        marks, total = self._marks(element)
        outside = self.here
        surely, perhaps, hidden, hidden_sure = (self.name("d") for _ in range(4))
        head, block = outside.insert(), outside.insert()
        self.here = block
        doubtful = False

        def body(sure: Condition) -> None:
            nonlocal doubtful
            code, nothing, unknown = self._marked(element)
            if nothing is not False or unknown is not False:
                sure_here = self.condition(sure)
                if unknown is not False:
                    doubtful = True
                    branch = self.here.below(f"if {unknown}:")
                    branch.line(f"{hidden} += 1")
                    branch.line(f"{hidden_sure} = {hidden_sure} or {sure_here}")
                self.here = self.here.below(f"if {all_of(negated(nothing), negated(unknown))}:")
            place = f"M[{marks} + {code}]"
            if sure is True:
                new = self.here.below(f"if {place} != 2:")
                new.line(f"{surely} += 1")
                new.below(f"if {place} == 0:").line(f"{perhaps} += 1")
                new.line(f"{place} = 2")
                return
            doubtful = True
            self.here.below(f"if {place} == 0:").line(f"{perhaps} += 1")
            new = self.here.below(f"if {sure} and {place} != 2:")
            new.line(f"{surely} += 1")
            new.line(f"{place} = 2")
            self.here.below(f"if {place} == 0:").line(f"{place} = 1")

        self.nest(node.loops, body)
        self.here = head
        for name in (surely, perhaps, hidden):
            head.line(f"{name} = 0")
        head.line(f"{hidden_sure} = False")
        self._clear(marks, total, "count")
        self.here = outside
        if self._open(node):
            return Num(self.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), MOST)
        if not doubtful:
            return Num(surely, surely)
        return Num(self.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), self.atom(f"{perhaps} + {hidden}"))

    def _marks(self, element: tree.Node) -> tuple[int, int]:
        """Return where what is counted is marked, and how many marks there are."""
        if element.type.kind == "ref":
            total = self._rows_of(element.type.table)
        elif isinstance(element, tree.Column) and self._finite(element):
            total = len(self.layout.column(element.table, element.name).domain)
        else:
            raise UnsupportedFormulaError(element.source, "counting distinct things that are neither rows nor texts")
        return self.layout.reserve(total), total

    def _finite(self, node: tree.Column) -> bool:
        return node.table in self.layout.tables and not node.computed and node.type.kind not in NUMERIC_KINDS

    def _marked(self, element: tree.Node) -> tuple[str, Condition, Condition]:
        """Return the code of what is counted, when it is nothing, and when it is not known."""
        if element.type.kind == "ref":
            ref = self.ref(element)
            return (
                ref.code,
                f"{ref.code} == -1" if ref.nothing else False,
                f"{ref.code} == -2" if ref.unknown else False,
            )
        assert isinstance(element, tree.Column)  # noqa: S101  # as `_marks` saw
        plan = self.layout.column(element.table, element.name)
        code = self.atom(f"M[{plan.offset} + {self.ref(element.base).code}]")
        return code, f"{code} == {plan.code(None)}", f"{code} == {plan.code(UNKNOWN)}"

    def _plain_flag(self, node: tree.Aggregate) -> Flag:
        """Write a loop that stops at the row that decides."""
        found, doubt = self.name("f"), self.name("f")
        outside = self.here
        head, block = outside.insert(), outside.insert()
        self.here = block
        doubtful = False
        wanted = node.function == "any"

        def body(sure: Condition) -> None:
            nonlocal doubtful
            flag = self.flag(node.element)
            flag = flag if wanted else contrary(flag)
            if flag.exact and sure is True:
                if flag.yes is True:
                    self.here.line(f"{found} = True")
                elif flag.yes is not False:
                    self.here.below(f"if {flag.yes}:").line(f"{found} = True")
            else:
                doubtful = True
                flag = self.named(flag)
                self.here.below(f"if {any_of(all_of(flag.yes, sure))}:").line(f"{found} = True")
                self.here.below(f"if {negated(flag.never)}:").line(f"{doubt} = True")
            if len(node.loops) == 1:
                self.here.below(f"if {found}:").line("break")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{found} = False")
        is_open = self._open(node)
        if not doubtful and not is_open:
            return Flag(found) if wanted else Flag(f"not ({found})")
        head.line(f"{doubt} = {is_open}")
        never = f"not ({found}) and not ({doubt})"
        return Flag(found, never) if wanted else Flag(never, found)


__all__ = ["Loops", "Stored", "signed"]
