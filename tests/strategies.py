"""Hypothesis strategies: plausible dossiers, with what real ones have too much or too little of.

A dossier is drawn as a document, tables and columns by their names in code, so that a test can change a cell
before building it. Dates and amounts lean towards the agreement's boundaries; anything may be missing.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hypothesis import strategies as st

from innosprint_rules.dossier import Dossier
from innosprint_rules.dossier.cells.base import is_error_text
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.engine.kernel.values import LEAST, MOST
from innosprint_rules.money import plain

TABLES = bundled_schema().tables

Document = dict[str, Any]
Row = dict[str, Any]

BOUNDARY_DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2018-12-11", "2018-12-12", "2019-05-31", "2019-06-01", "2019-06-12", "2019-12-11", "2019-12-12",
        "2019-12-13",
    )
)  # fmt: skip
BOUNDARY_CENTS = (0, 1, 50_000, 1_750_000, 3_499_999, 3_500_000, 3_500_001)
MEMBERS = (
    "CASQ", "FN", "PFT Innovaltech", "UPJV", "INSSET", "Faubourg Numérique",
    "tous", "UPJV/INSSET et l’agglomération", "Inovaltech", "les membres présents", "Région",
)  # fmt: skip
_MOST = {"projects": 4, "sessions": 6, "presentations": 8, "allocations": 5, "payments": 5}
_PREFIX = {"requests": "D", "allocations": "A", "payments": "V", "reports": "R", "actions": "C",
           "indicators": "I", "amendments": "N", "attestations": "T"}  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {
    "holder": ("entrepreneur", "étudiante", "association"),
    "field": ("industrie", "tourisme et artisanat", "banque"),
    "sender": MEMBERS,
    "partner": MEMBERS,
    "origin": ("banque", "InnoSprint", "business angel"),
    "clause": ("C22", "C23", "c23", "C24"),
    "parameter": ("dotation", "date_fin", "quorum"),
}
_HEADINGS = ("rencontres", "financement", "repartition", "actions entreprises", "équilibre financier")


def days() -> st.SearchStrategy[dt.date]:
    """Draw a day around the term, most often one on which something turns."""
    anywhere = st.dates(dt.date(2018, 11, 1), dt.date(2020, 2, 29))
    return st.sampled_from(BOUNDARY_DAYS) | anywhere


def cents(most: int = 4_000_000) -> st.SearchStrategy[int]:
    """Draw an amount in cents, most often one on which something turns."""
    return st.sampled_from([each for each in BOUNDARY_CENTS if each <= most]) | st.integers(0, most)


def texts() -> st.SearchStrategy[str]:
    """Draw free text as people write it: formulas, quotes, separators, line breaks, accents."""
    usual = st.sampled_from(
        ("prototype", "=1+1", "+33 6", "-", "@casq", 'écran 5"', "a;b, c", "ligne\nsuivante", "total", "nullité",
         "oui", "1 234,56 €", "012", "'quoted'", "# dièse", "clé : valeur", "œuvre")
    )  # fmt: skip
    printable = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
    return usual | st.text(printable, min_size=1, max_size=8).filter(
        # an error text is no text, nor one item of a list
        lambda text: text.strip() != "" and not any(is_error_text(part.strip()) for part in re.split("[;,/+&]", text))
    )


@st.composite
def dossiers(draw: st.DrawFn, gaps: bool = True) -> Document:
    """Draw a dossier as a document; without ``gaps`` every table and every column is there and filled in."""
    named: dict[str, list[Row]] = {}
    keys: dict[str, list[str]] = {}
    for code, table in TABLES.items():
        if gaps and draw(st.integers(0, 7)) == 0:
            continue
        named[code] = [{}] if table.keyed else _names(draw, table, keys)
        keys[code] = [next(iter(name.values())) for name in named[code] if len(name) == 1]
    document: Document = {}
    for code, names in named.items():
        columns = _columns(draw, TABLES[code], gaps)
        rows = [_row(draw, columns, name, keys, gaps) for name in names]
        document[code] = rows[0] if TABLES[code].keyed else rows
    _mend_exits(document)
    return document


def _mend_exits(document: Document) -> None:
    """Let no project leave before the session at which it enters: that cannot be."""
    days = {row["code"]: row.get("held_on") for row in document.get("sessions", ())}
    for row in document.get("projects", ()):
        entered, left = days.get(row.get("entry_session")), row.get("left_on")
        if entered and left and left < entered:
            row["left_on"] = None


def build(document: Document) -> Dossier:
    """Build the dossier that a document describes."""
    return Dossier.model_validate(document)


def built(gaps: bool = True) -> st.SearchStrategy[Dossier]:
    """Draw a dossier, built."""
    return dossiers(gaps=gaps).map(build)


def _columns(draw: st.DrawFn, table: Table, gaps: bool) -> list[Column]:
    """Choose which columns but the identity are there."""
    columns = [column for column in table.columns if column.code not in table.identity]
    if not gaps:
        return columns
    gone = draw(st.sets(st.sampled_from([column.code for column in columns]), max_size=3))
    return [column for column in columns if column.code not in gone]


def _names(draw: st.DrawFn, table: Table, keys: dict[str, list[str]]) -> list[Row]:
    """Choose what identifies each row."""
    most = _MOST.get(table.code, 3)
    if table.code == "presentations":
        pairs = [
            (session, project)
            for session in keys.get("sessions", ["S1", "S2"])
            for project in keys.get("projects", ["P01", "P02"])
        ]
        if not pairs:
            return []
        chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=most))
        return [{"session": session, "project": project} for session, project in chosen]
    count = draw(st.integers(0, most))
    if table.code == "projects":
        return [{"code": f"P{number:02d}"} for number in range(1, count + 1)]
    if table.code == "sessions":
        return [{"code": f"S{number}"} for number in range(1, count + 1)]
    return [{"id": f"{_PREFIX[table.code]}{number:02d}"} for number in range(1, count + 1)]


def _row(draw: st.DrawFn, columns: list[Column], name: Row, keys: dict[str, list[str]], gaps: bool) -> Row:
    row = dict(name)
    for column in columns:
        blank = gaps and draw(st.integers(0, 5)) == 0
        row[column.code] = None if blank else draw(_cell(column, row, keys))
    start, end = row.get("period_start"), row.get("period_end")
    if start and end and end < start:
        row["period_start"], row["period_end"] = end, start
    if str(name.get("id", "")).startswith(_PREFIX["amendments"]):
        _make_possible(row)
    return row


def _make_possible(row: Row) -> None:
    """Mend an amendment that cannot be: what it changes goes with its purpose, and it shortens nothing afterwards."""
    if row.get("signed_on"):
        row["signed_on"] = max(row["signed_on"], "2018-11-27")
    if "value" in row and row["value"] is None:
        row["parameter"] = None
    purposes = {"dotation": ("montant",), "date_fin": ("durée", "renouvellement")}.get(row.get("parameter") or "", ())
    if purposes and row.get("purpose") not in (None, *purposes):
        row["purpose"] = purposes[-1]
    if row.get("parameter") == "date_fin" and row.get("value"):
        row["value"] = max(row["value"], row.get("signed_on") or "", "2018-12-13")


def _cell(column: Column, row: Row, keys: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Draw one cell as a document carries it; ``row`` holds what stands before it."""
    if column.target is not None:
        known = keys.get(column.target)
        fallback = {"projects": ["P01", "P02"], "sessions": ["S1", "S2"]}.get(column.target, ["A01"])
        return st.sampled_from([*(fallback if known is None else known), None])
    if column.kind == "amount":
        return cents().map(plain)
    if column.kind == "date":
        return days().map(dt.date.isoformat)
    if column.kind == "number":
        return st.integers(0, column.most or 80)
    if column.kind in ("flag", "done"):
        return st.booleans()
    if column.kind == "choice":
        return st.sampled_from(column.choices)
    if column.kind == "list":
        items = _HEADINGS if column.code == "headings" else MEMBERS
        return st.lists(st.sampled_from(items), unique=True, max_size=4)
    if column.kind == "value":
        return _value(row)
    words = _WORDS.get(column.code)
    return texts() if words is None else st.sampled_from(words) | texts()


def _value(row: Row) -> st.SearchStrategy[str]:
    """Draw a value that suits what its row says it is."""
    months = st.sampled_from(("11.999999", "12", "11.5", "0.000001", "6"))
    if row.get("indicator") == "investissement_capte":
        return cents(25_000_000).map(plain)
    if "indicator" in row or "kind" in row:
        return st.integers(0, 12).map(str)
    if row.get("parameter") == "dotation":
        return cents(5_000_000).map(plain)
    if row.get("parameter") == "date_fin":
        years = (dt.date(2020, 12, 11), dt.date(2020, 12, 12), dt.date(2021, 12, 12), dt.date(2019, 12, 26))
        return (st.sampled_from(years) | days()).map(dt.date.isoformat)
    return months if str(row.get("clause")).lower() == "c23" else texts()


# years -----------------------------------------------------------------------------------------------

_CHANCES = ("0 %", "100 %", "50 %", "90 %", "12.5 %", "0.01 %")
_UP_TO = {"calendar.sessions": 7, "projects.number": 9, "projects.entry": 4, "results.investment.number": 5,
          "results.companies.number": 4, "results.jobs.number": 4, "actions.number": 5,
          "third_place.facilitator.attestations": 5}  # fmt: skip
_LEAST = {"calendar.gap": 1, "projects.entry": 1, "allocations.between.after": 1}
_SOME_MEMBERS = ("tous", "CASQ ; FN", "FN", "sans CASQ", "sans INNOVALTECH", "personne")
_SOME_WORDS = {
    "projects.holder": ("entrepreneur", "étudiant", "association"),
    "projects.field": ("industrie", "tourisme et artisanat", "banque"),
    "calendar.co_organisers": _SOME_MEMBERS,
    "allocations.decided_by": _SOME_MEMBERS,
    "amendments.renewal.form": ("avenant", "courrier", "courriel", "oral"),
}


def distribution_texts(name: str, unit: str) -> st.SearchStrategy[Any]:
    """Draw a distribution as a scenario writes it, possible where the input ``name`` stands."""
    if unit == "chance":
        return st.sampled_from(_CHANCES)
    if unit == "word":
        return _weighed_words(_SOME_WORDS[name])
    least = _LEAST.get(name, 0)
    if unit == "share":
        return st.sampled_from(("100 %", "0 %", "uniform(20 %, 90 %)", "triangular(10 %, 50 %, 100 %)", "30 % to 80 %"))
    if unit == "amount":
        return st.sampled_from(("1 500 €", "0.01", "35 000 €", "300 € to 9 000 €", "normal(2 000, 900)",
                                "discrete(0: 10 %, 5000: 60 %, 35000: 30 %)"))  # fmt: skip
    if unit == "months":
        return st.sampled_from(("3", "uniform(2, 4)", "discrete(2.5: 50 %, 3: 50 %)"))
    most = _UP_TO.get(name, 120)
    pairs = st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)
    forms = ["{0}", "uniform({0}, {1})", "discrete({0}: 30 %, {1}: 70 %)"]
    return st.builds(lambda form, pair: form.format(*pair), st.sampled_from(forms), pairs).filter(_no_value_twice)


def _no_value_twice(text: str) -> bool:
    return True if "discrete" not in text else text.split("(")[1].split(":")[0] not in text.split(", ")[1].split(":")[0]


def _weighed_words(words: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    chosen = st.lists(st.sampled_from(words), min_size=1, max_size=4, unique=True)
    return chosen.map(lambda some: {word: f"{100 / len(some)} %" for word in some} if len(some) != 3 else {
        some[0]: "50 %", some[1]: "30 %", some[2]: "20 %"})  # fmt: skip


@st.composite
def year_scenarios(draw: st.DrawFn) -> Document:
    """Draw a scenario of years: the shipped baseline with some of its inputs, its policy and its blanks changed."""
    from innosprint_rules.simulation.scenario.inputs import Inputs
    from innosprint_rules.simulation.scenario.loading import read_scenario

    sections = read_scenario("baseline").year
    assert sections is not None
    units = {
        name: each.distribution.unit
        for name, each in Inputs(sections).by_name.items()
        if not name.startswith(("missing.", "endowment.instalments.")) and name != "ends"
    }
    smaller = {"calendar.sessions", "projects.number"}  # few rows, so that one check does not take long
    chosen = draw(st.sets(st.sampled_from(sorted(units)), max_size=12)) | smaller
    scenario: Document = {"title": {"fr": "t", "en": "t"}, "description": {"fr": "d", "en": "d"}, "extends": "baseline"}
    for name in sorted(chosen):
        section = scenario
        *path, last = name.split(".")
        for step in path:
            section = section.setdefault(step, {})
        section[last] = draw(distribution_texts(name, units[name]))
    policies = ("as_requested", "pro_rata", "equal", "first_takes_all")
    scenario.setdefault("allocations", {})["policy"] = draw(st.sampled_from(policies))
    blanks = draw(st.sets(st.sampled_from(sorted(sections.plan.missing)), max_size=3))
    scenario["missing"] = {name: draw(st.sampled_from(("5 %", "50 %", "100 %"))) for name in sorted(blanks)}
    if draw(st.booleans()):
        paid = (
            {"share": "100 %", "day": "120", "paid": "100 %"},
            {"share": "40 %", "day": "normal(150, 20)", "paid": "80 %"},
        )
        scenario["endowment"] = {**scenario.get("endowment", {}), "instalments": [draw(st.sampled_from(paid))]}
    return scenario


@st.composite
def kernel_loops(draw: st.DrawFn) -> list[str]:
    """Draw pieces of a kernel: sums, flags and extremes over two tables, some in need of a sum before them.

    Columns lie at 0, 10, 20 and 30; a cell of -2 is not known.
    """
    texts: list[str] = []
    sums: list[str] = []
    for number in range(draw(st.integers(1, 6))):
        table, column = draw(st.sampled_from(("payments", "reports"))), draw(st.sampled_from((0, 10, 20, 30)))
        cell, value = f"M[{column} + r{number}]", draw(st.integers(-1, 4))
        body: list[str] = []
        for guard in draw(st.lists(st.sampled_from(("plain", "both", "choice", "sum")), max_size=2)):
            other = f"M[{draw(st.sampled_from((0, 10, 20, 30)))} + r{number}]"
            tested = {
                "plain": f"{other} == {value}",
                "both": f"({other} >= {value}) and ({cell} != {value} or {other} == 2)",
                "choice": f"t{number}",
                "sum": f"{other} <= {draw(st.sampled_from(sums))}" if sums else f"{other} > {value}",
            }[guard]
            if guard == "choice":
                body += [f"t{number} = False", f"if {other} > 0:", f"    x{number} = {cell}",
                         f"    t{number} = (x{number} == {value})"]  # fmt: skip
            body += [f"if not ({tested}):", "    continue"]
        kind = draw(st.sampled_from(("sum", "far", "any", "doubtful", "extreme")))
        name, starts = f"s{number}", [f"s{number} = 0"]
        if kind == "sum":
            body.append(f"{name} += {cell}")
        elif kind == "far":
            side, end = draw(st.sampled_from((("low_sum", LEAST), ("high_sum", MOST))))
            body.append(f"{name} = {side}({name}, {end} if {cell} == -2 else {cell})")
        elif kind == "any":
            starts, body = [f"f{number} = False"], [*body, f"f{number} = True", f"if f{number}:", "    break"]
        elif kind == "doubtful":
            starts = [f"f{number} = False", f"f{number}0 = False"]
            body += [f"if {cell} == {value}:", f"    f{number} = True", f"if {cell} == -2:", f"    f{number}0 = True"]
        else:
            starts = [f"f{number} = False", f"e{number} = 0"]
            body += [f"if not f{number} or {cell} > e{number}:", f"    e{number} = {cell}", f"f{number} = True"]
        if kind in ("sum", "far"):
            sums.append(name)
        head = f"for r{number} in range(n_{table}):"
        texts.append("\n".join((*starts, head, *(f"    {line}" for line in body))))
    return texts
