"""Totals by key, and running totals kept in the order of a table.

Where nothing can be missing, a sum over the rows up to one is kept while the rows are gone through, and a sum over
the rows of one key is worked out once for all keys.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from innosprint_rules.engine.kernel.loops import write_loops
from innosprint_rules.engine.kernel.order import happened, is_loose, write_row
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, negated
from innosprint_rules.engine.kernel.values import LEAST, Ref
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree

ADDED = ("sum", "count")


_MOST_KEYS = 65_536


@dataclass(slots=True)
class Keyed:
    """An aggregate taken apart: conditions on its own row alone, and rows that its row must name."""

    loop: tree.Loop
    own: list[tree.Node]
    keys: list[tuple[tree.Node, tree.Node]]
    element: tree.Node


def write_cleverly(writer: Writer, node: tree.Aggregate) -> tuple[str, Condition] | None:
    keyed = _taken_apart(writer, node)
    if keyed is None:
        return None
    over = keyed.loop.over
    assert isinstance(over, tree.TableSource)  # noqa: S101  # as `_taken_apart` saw
    if over.view == "all":
        return _by_key(writer, node, keyed)
    return _running(writer, node, keyed, over)


def _guarded(writer: Writer, block: Block) -> Block:
    """Return a block that runs only in the years for which it is written."""
    if not writer.assumed:
        return block
    outer = Block()
    outer.below(f"if {writer.only_if}:").add(block)
    return outer


def _taken_apart(writer: Writer, node: tree.Aggregate) -> Keyed | None:
    """Take an aggregate over one known table apart; None where it is not of that kind."""
    loop = node.loops[0]
    over = loop.over
    if len(node.loops) != 1 or not isinstance(over, tree.TableSource) or node.function == "count_distinct":
        return None
    if over.view not in ("all", "until", "before") or writer.is_open(over.table):
        return None
    if over.view != "all" and (over.table not in writer.layout.tables or is_loose(writer, over.table)):
        return None
    derived = writer.derived.get(over.table)
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
        pair = _key(condition, loop.slot)
        if pair is None:
            return None
        keys.append(pair)
    if not tree.slots_used(element) <= {loop.slot}:
        return None
    return Keyed(loop, own, keys, element)


def _key(condition: tree.Node, slot: int) -> tuple[tree.Node, tree.Node] | None:
    if not isinstance(condition, tree.Compare) or condition.op != "==" or condition.left.type.kind != "ref":
        return None
    for mine, theirs in ((condition.left, condition.right), (condition.right, condition.left)):
        if tree.slots_used(mine) == {slot} and slot not in tree.slots_used(theirs):
            return mine, theirs
    return None


def _by_key(writer: Writer, node: tree.Aggregate, keyed: Keyed) -> tuple[str, Condition] | None:
    """Work an aggregate out once for all keys, before all rows; look it up here."""
    if not keyed.keys:
        return None
    theirs = [write_row(writer, pair[1]) for pair in keyed.keys]
    if any(each.unknown for each in theirs):
        return None
    sizes = [rows_of(writer, each.table) for each in theirs]
    total = 1
    for size in sizes:
        total *= size
    if total > _MOST_KEYS:
        return None
    start = writer.layout.reserve(total)

    def work() -> bool:
        clear(writer, start, total, node.function)
        fits = True

        def body(sure: Condition) -> None:
            nonlocal fits
            fits = fits and sure is True and _gather(writer, node, keyed, start, sizes)

        write_loops(writer, (replace(keyed.loop, conditions=tuple(keyed.own)),), body)
        return fits

    fits, lines = writer.aside(work)
    if not fits:
        return None
    writer.top.add(_guarded(writer, lines))
    return _read(writer, node.function, start, theirs, sizes)


def rows_of(writer: Writer, table: str) -> int:
    return max(writer.capacity(table), 1)


def _gather(writer: Writer, node: tree.Aggregate, keyed: Keyed, start: int, sizes: list[int]) -> bool:
    """Add the present row to the total of its key; False where that cannot be done without loss."""
    mine = [write_row(writer, pair[0]) for pair in keyed.keys]
    if any(each.unknown for each in mine):
        return False
    there = all_of(*(f"{each.code} >= 0" if each.nothing else True for each in mine))
    place = f"M[{start} + {_index(mine, sizes)}]"
    if there is not True:
        writer.here = writer.here.below(f"if {there}:")
    return _add(writer, node.function, keyed.element, place)


def _add(writer: Writer, function: str, element: tree.Node, place: str) -> bool:
    """Add the present row's element to a total; False where it is not known in every year."""
    if function in ("any", "all"):
        writer.here.line(f"{place} = 1")
        return True
    number = writer.number(element)
    if not number.exact:
        return False
    if function in ADDED:
        writer.here.line(f"{place} += {number.lo}")
        return True
    value = writer.atom(number.lo)
    better = f"{place} == {LEAST} or {value} {'>' if function == 'max' else '<'} {place}"
    where = all_of(negated(number.nil), better)
    writer.here.below(f"if {where}:").line(f"{place} = {value}")
    return True


def _index(keys: list[Ref], sizes: list[int]) -> str:
    code = ""
    for key, size in zip(keys, sizes, strict=True):
        code = key.code if not code else f"({code}) * {size} + {key.code}"
    return code


def clear(writer: Writer, start: int, total: int, function: str) -> None:
    place = writer.name("i")
    blank = 0 if function in (*ADDED, "any", "all") else LEAST
    writer.here.below(f"for {place} in range({start}, {start + total}):").line(f"M[{place}] = {blank}")


def _read(writer: Writer, function: str, start: int, theirs: list[Ref], sizes: list[int]) -> tuple[str, Condition]:
    there = all_of(*(f"{each.code} >= 0" if each.nothing else True for each in theirs))
    place = f"M[{start} + {_index(theirs, sizes)}]"
    if function in ("any", "all"):
        return "1", all_of(there, f"{place} == 1")
    if function in ADDED:
        return writer.atom(place if there is True else f"{place} if {there} else 0"), True
    value = writer.atom(place if there is True else f"{place} if {there} else {LEAST}")
    return value, f"{value} != {LEAST}"


def _running(
    writer: Writer, node: tree.Aggregate, keyed: Keyed, over: tree.TableSource
) -> tuple[str, Condition] | None:
    """Keep an aggregate over the rows up to the present one while the rows are gone through."""
    walk = writer.walk
    if walk is None or walk.table != over.table or not isinstance(over.row, tree.Variable):
        return None
    if writer.rows[over.row.slot].code != walk.row:
        return None
    theirs = [write_row(writer, pair[1]) for pair in keyed.keys]
    if any(each.unknown for each in theirs):
        return None
    sizes = [rows_of(writer, each.table) for each in theirs]
    update, name, start = Block(), writer.name("a"), 0
    total = 1
    for size in sizes:
        total *= size
    if keyed.keys:
        if total > _MOST_KEYS:
            return None
        start = writer.layout.reserve(total)
    outside = writer.here
    writer.here = update
    writer.rows[keyed.loop.slot] = Ref(walk.row, over.table)
    flags = [writer.flag(each) for each in keyed.own]
    fits = all(each.exact for each in flags)
    where = all_of(happened(writer, over.table, walk.row), *(each.yes for each in flags))
    if where is not True and fits:
        writer.here = writer.here.below(f"if {where}:")
    if fits:
        fits = (
            _gather(writer, node, keyed, start, sizes)
            if keyed.keys
            else _add(writer, node.function, keyed.element, name)
        )
    writer.here = outside
    if not fits:
        return None
    walk.in_order = True
    (walk.first if over.view == "until" else walk.last).add(_guarded(writer, update))
    writer.here = walk.before
    if keyed.keys:
        clear(writer, start, total, node.function)
    else:
        walk.before.line(f"{name} = {0 if node.function in (*ADDED, 'any', 'all') else LEAST}")
    writer.here = outside
    if keyed.keys:
        return _read(writer, node.function, start, theirs, sizes)
    if node.function in ("any", "all"):
        return "1", f"{name} == 1"
    held = writer.atom(f"{name} + 0")  # the total as it stands at this row
    return held, True if node.function in ADDED else f"{held} != {LEAST}"
