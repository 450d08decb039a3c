"""The page of an outcome and of several: sound markup, every chart with words and figures, sound in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from innosprint_rules.report.content.outcome.figures import percent
from innosprint_rules.report.content.outcome.headline import headline
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.html.outcome import html_comparison, html_outcome
from innosprint_rules.simulation.outcome.compare import compare
from innosprint_rules.wording import LANGUAGES, Lang
from tests.chromium import needs_chromium
from tests.report.html.pages import Element, read
from tests.report.html.test_browser import ask, axe, run
from tests.simulation.made_outcome import made, moved

NAMES = ("outcome", "plain", "comparison")
PAGES = [(name, lang) for name in NAMES for lang in LANGUAGES]


@cache
def page(name: str, lang: Lang = "fr") -> str:
    """Return the page of an outcome with its sensitivity, of one without, or of four scenarios."""
    if name == "comparison":
        return html_comparison(
            compare([moved(), moved(), made("harder", harder=1.4), made("short", 300, 2)]), Teller(lang)
        )
    return html_outcome(moved() if name == "outcome" else made(years=60), Teller(lang))


def drawings(top: Element) -> list[Element]:
    return [each for each in top.all("svg") if each.get("aria-hidden") != "true"]


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_markup_is_sound(name: str, lang: Lang) -> None:
    top = read(page(name, lang))
    assert top.get("lang") == lang
    ids = [each.get("id") for each in top.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", each) for each in ids)
    for element in top.all():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set(element.get(attribute).split()) <= set(ids)
        for pattern in re.findall(r"url\(#([^)]*)\)", element.get("fill")):
            assert pattern in ids
        if element.name == "a":
            assert element.get("href").removeprefix("#") in ids
        assert "style" not in element.attributes
        assert not [key for key in element.attributes if key.startswith("on")]


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_headings_and_landmarks_are_in_order(name: str, lang: Lang) -> None:
    top = read(page(name, lang))
    levels = [int(each.name[1]) for each in top.all() if re.fullmatch("h[1-6]", each.name)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [each.name for each in top.children[1].children] == ["a", "header", "nav", "main", "footer"]


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_named_and_headed(name: str) -> None:
    tables = read(page(name)).all("table")
    assert tables
    for each in tables:
        assert each.children[0].name == "caption"
        assert each.children[0].text
        assert {head.get("scope") for head in each.all("th")} == {"col", "row"}
        width = len(each.all("thead")[0].all("th"))
        assert {len(line.children) for line in each.all("tbody")[0].children} == {width}


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_every_chart_says_what_it_shows_and_has_its_figures(name: str, lang: Lang) -> None:
    charts = [each for each in read(page(name, lang)).all("figure") if drawings(each)]
    assert len(charts) >= (1 if name == "comparison" else 6)
    for each in charts:
        (drawing,) = drawings(each)
        assert drawing.get("role") == "img"
        assert all(part.text for part in (*drawing.all("title"), *drawing.all("desc")))
        assert each.all("figcaption")[0].text
        assert each.all("table")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    text = page(name)
    assert "<script" not in text
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#|data:,)""", text)
    assert not re.search(r"url\((?!#)|@import|http:|https:|//[a-z]", text)
    assert "default-src &#x27;none&#x27;" in text


def test_the_same_outcome_gives_the_same_page_light_enough_to_send() -> None:
    assert html_outcome(moved(), FRENCH) == page("outcome")
    assert max(len(page(name).encode()) for name in NAMES) < 600_000


def test_the_answer_is_the_title_and_the_first_heading() -> None:
    top = read(page("outcome"))
    said = headline(moved(), FRENCH)
    assert said in top.all("h1")[0].text
    assert top.all("title")[0].text.startswith(said)


def test_the_bars_of_a_rule_add_up_to_the_whole() -> None:
    chart = next(each for each in drawings(read(page("outcome"))) if "graphique-regles" in each.get("aria-labelledby"))
    bars: dict[str, list[tuple[float, float]]] = {}
    for each in chart.all("rect"):
        if each.get("class").startswith("part"):
            bars.setdefault(each.get("y"), []).append((float(each.get("x")), float(each.get("width"))))
    assert len(bars) > 5
    for parts in bars.values():
        assert [x for x, _ in parts] == pytest.approx(
            [8 + sum(w for _, w in parts[:n]) for n in range(len(parts))], abs=1
        )
        assert sum(width for _, width in parts) == pytest.approx(728, abs=1)  # the width of the axis
    labels = [each.text for each in chart.all("text") if each.get("class") == "name"]
    assert labels[0] == percent(moved().rules["PRJ01"].share("violated"), FRENCH)


def test_marks_of_a_histogram_stand_where_the_quantiles_are() -> None:
    back = moved().restitution
    assert back is not None
    chart = next(each for each in drawings(read(page("outcome"))) if "to-return" in each.get("aria-labelledby"))
    bars = back.histogram()
    x = [float(each.get("x")) for each in chart.all("rect")]
    width = x[1] - x[0]
    median = back.quantile(50)
    assert median is not None
    (mark,) = (each for each in chart.all("line") if each.get("class") == "median")
    expected = x[0] + (median.value - bars[0].start) / (bars[0].end - bars[0].start) * width
    assert float(mark.get("x1")) == pytest.approx(expected, abs=1)


def test_the_table_of_a_curve_is_short_and_has_the_last_day() -> None:
    point = moved().no_return["SES01"]
    assert point.last is not None
    drawn = [
        each for each in read(page("outcome")).all("figure") if "courbe-ses01" in str(drawings(each)[0].attributes)
    ]
    lines = drawn[0].all("tbody")[0].children
    assert len(point.moments) / 4 <= len(lines) <= len(point.moments) / 4 + 3
    assert date.fromordinal(point.last.day).strftime("%d/%m/%Y") in [line.children[0].text for line in lines]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_objectives_are_never_called_breaches(lang: Lang) -> None:
    parts = read(page("outcome", lang)).all("section")
    for each in parts:
        if each.get("id") in ("objectifs", "orientations"):
            assert {"fr": "manquement", "en": "breach"}[lang] not in each.text.lower()


def test_french_has_its_no_break_spaces() -> None:
    for name in NAMES:
        shown = re.sub(r"<[^>]*>", "", page(name).split("<body>")[1])
        assert not re.search(r"[\w»)] [;:?!%€](?:\s|$)", shown)
        assert not re.search(r"« | »", shown)


@cache
def unfolded(name: str, lang: Lang) -> str:
    return page(name, lang).replace("<details", "<details open")


@needs_chromium
@pytest.mark.parametrize(
    ("name", "lang", "width"),
    [("outcome", "fr", 1280), ("outcome", "en", 500), ("comparison", "fr", 1280)],
)
def test_axe_finds_nothing(tmp_path: Path, name: str, lang: Lang, width: int) -> None:
    script = axe() + ";axe.run(document, {resultTypes: ['violations']}).then((r) => tell(r.violations.map((v) => ["
    script += "v.impact, v.id, v.help, v.nodes.slice(0, 3).map((n) => n.html)])))"
    assert ask(tmp_path, unfolded(name, lang), script, width) == []


@needs_chromium
@pytest.mark.parametrize("name", ["outcome", "comparison"])
def test_nothing_overflows_a_telephone(tmp_path: Path, name: str) -> None:
    script = (
        "document.documentElement.style.width = '400px';"
        "tell([...document.querySelectorAll('main *, header *')].filter((e) => !e.closest('.scroll, svg')"
        " && e.getBoundingClientRect().right > 401).map((e) => e.outerHTML.slice(0, 120)))"
    )
    assert ask(tmp_path, unfolded(name, "fr"), script, 500) == []


@needs_chromium
def test_paper_shows_the_figures_that_the_screen_folds(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    pdf = tmp_path / "page.pdf"
    run(tmp_path, page("outcome"), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)  # noqa: S607  # found where it is installed
    text = re.sub(r"\s+", " ", done.stdout.decode())
    for words in ("Part des années par verdict", "à moins de", "Toutes les quatre semaines", "Au-delà du hasard"):
        assert words in text
    assert "Sommaire" not in text
