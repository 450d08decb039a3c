"""What each aggregate makes of rows that may count and of a table that is not there: the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

Bound = TypeVar("Bound")
Kind = Literal["total", "distinct", "quantifier", "extreme", "listing"]


class Aggregation(NamedTuple):
    """The nature of one aggregate.

    ``total``: a row that may count adds its value or nothing. ``distinct``: likewise, each value once.
    ``quantifier``: the element worth ``decides`` settles it, if its row surely counts; without one it is the
    contrary. ``extreme``: nothing without rows; one that may count can only move its bound outwards, to the
    ``greatest`` or to the least. ``listing``: only rows that surely count are named.
    """

    kind: Kind
    decides: bool = True
    greatest: bool = True


AGGREGATIONS: Mapping[str, Aggregation] = MappingProxyType(
    {
        "sum": Aggregation("total"),
        "count": Aggregation("total"),
        "count_distinct": Aggregation("distinct"),
        "any": Aggregation("quantifier", decides=True),
        "all": Aggregation("quantifier", decides=False),
        "max": Aggregation("extreme", greatest=True),
        "min": Aggregation("extreme", greatest=False),
        "rows": Aggregation("listing"),
        "items": Aggregation("listing"),
    }
)


def of_absent_table(lo: Bound, signed: bool, least: Bound, most: Bound) -> tuple[Bound, Bound]:
    """Return the bounds of a total or of a count of distinct values over a table that is not there.

    Args:
        lo: what the rows that are there come to, at least.
        signed: whether what is added up may be below nothing: then rows nobody knows may take it anywhere.
        least: the bound below of what has none.
        most: the bound above of what has none.
    """
    return (least if signed else lo), most
