"""The page: sound markup, nothing to fetch or run, every word there, nothing that a cell holds gets through."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

import innosprint_rules as ir
from innosprint_rules.money import format_amount
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.html import html_report
from innosprint_rules.report.html.check.findings import DERIVED
from innosprint_rules.report.text.check import verdict_lines
from innosprint_rules.wording import LANGUAGES, Lang
from tests.report.html.pages import NAMES, page, read, report

PAGES = [(name, lang) for name in NAMES for lang in LANGUAGES]
SCRIPT = "<script>alert('x')</script>"


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_markup_is_sound(name: str, lang: Lang) -> None:
    top = read(page(name, lang))
    assert top.get("lang") == lang
    ids = [each.get("id") for each in top.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z-]*", each) for each in ids)
    for element in top.all():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set(element.get(attribute).split()) <= set(ids)
        if element.name == "a":
            assert element.get("href").removeprefix("#") in ids
        assert "style" not in element.attributes
        assert not [key for key in element.attributes if key.startswith("on")]


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_headings_are_in_order_under_one_title(name: str, lang: Lang) -> None:
    levels = [int(each.name[1]) for each in read(page(name, lang)).all() if re.fullmatch("h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_the_title_and_the_first_heading_are_the_verdict(name: str, lang: Lang) -> None:
    top = read(page(name, lang))
    verdict = verdict_lines(report(name), Teller(lang, 10000))[0].text
    assert verdict in top.all("h1")[0].text
    assert top.all("title")[0].text.startswith(verdict)


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_named_and_headed(name: str) -> None:
    for each in read(page(name)).all("table"):
        if each.get("role") == "presentation":
            continue
        assert each.children[0].name == "caption"
        assert each.children[0].text
        heads = each.all("th")
        assert {head.get("scope") for head in heads} == {"col", "row"}
        width = len(each.all("thead")[0].all("th"))
        assert {len(line.children) for line in each.all("tbody")[0].children} == {width}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_its_landmarks_and_a_link_past_them(name: str) -> None:
    body = read(page(name)).children[1]
    assert [each.name for each in body.children] == ["a", "header", "nav", "main", "footer"]
    assert body.children[0].get("href") == "#" + body.children[3].get("id")
    assert all(each.get("tabindex") in ("0", "-1") for each in body.all() if "tabindex" in each.attributes)


@pytest.mark.parametrize("name", ["trouble", "proposal", "fine"])
def test_drawings_say_what_they_show_and_have_a_table(name: str) -> None:
    drawings = [each for each in read(page(name)).all("svg") if each.get("aria-hidden") != "true"]
    assert [each.get("aria-labelledby").split("-")[1] for each in drawings] == ["solde", "sessions"]
    for each in drawings:
        assert each.get("role") == "img"
        assert all(part.text for part in (*each.all("title")[:1], *each.all("desc")))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    text = page(name)
    assert "<script" not in text
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#|data:,)""", text)
    assert not re.search(r"url\((?!#)|@import|http:|https:|//[a-z]", text)
    assert "default-src &#x27;none&#x27;" in text


def test_the_same_report_gives_the_same_page() -> None:
    assert html_report(report("trouble"), FRENCH) == page("trouble")


def test_the_page_can_be_sent_by_mail() -> None:
    assert max(len(page(name).encode()) for name in NAMES) < 400_000


def test_what_cells_hold_is_shown_and_never_run() -> None:
    dossier = ir.Dossier.model_validate({
        "projets": [{"code": f"P{SCRIPT}", "titre": SCRIPT, "porteur": SCRIPT, "domaine": '"><img src=x onerror=y>'}],
        "sessions": [{"code": f"S{SCRIPT}", "date": "17/01/2019", "lieu": SCRIPT, "co_organisateurs": SCRIPT}],
        "attributions": [{"id": "A1", "session": f"S{SCRIPT}", "projet": f"P{SCRIPT}", "montant": "40 000 €",
                          "date_decision": "17/01/2019", "decideurs": SCRIPT}],
        "versements": [{"id": "V1\u202e", "date": "18/01/2019", "sens": "FN->FN", "montant": "1 €", "libelle": SCRIPT}],
    })  # fmt: skip
    lines = [{"id": f"A2{SCRIPT}", "session": f"S{SCRIPT}", "projet": f"P{SCRIPT}", "montant": "1 €"}]
    for lang in get_args(Lang):
        text = html_report(ir.check(dossier, proposal=lines, as_of=date(2019, 2, 1)), Teller(lang))
        assert "<script" not in text
        assert "<img" not in text
        assert "\u202e" not in text
        assert "&lt;script&gt;" in text
        read(text)


def test_every_finding_that_needs_attention_is_told_and_derived() -> None:
    top = read(page("trouble"))
    derived = [each.text for each in top.all("summary") if each.text.startswith("Comment on arrive")]
    broken = report("trouble").violations
    for finding in broken:  # those that only another reading breaks have theirs beside the readings
        assert sum(each.endswith(f"{finding.rule} {finding.subject.id or ''}".rstrip()) for each in derived) == 1
    assert max(sum(f.rule == each.rule for f in broken) for each in broken) <= DERIVED
    for finding in broken:
        said = finding.message.fr
        assert any(said[1:] in each.text for each in top.all("p")), finding


def test_what_cannot_be_verified_names_what_is_missing() -> None:
    top = read(page("unknown"))
    doubts = next(each for each in top.all("div") if "doubts" in each.get("class"))
    assert "il manque" in doubts.text
    assert len(doubts.all("details")) > len({f.rule for f in report("unknown").unknown})


def test_the_balance_stands_before_and_after() -> None:
    found = report("proposal")
    table = next(each for each in read(page("proposal")).all("table") if each.get("class") == "money")
    last = table.all("tr")[-1].text
    assert found.proposal is not None
    for balance in (found.balance, found.proposal.balance):
        assert balance["remaining"] is not None
        assert format_amount(balance["remaining"], "fr") in last
    assert "dépassé" in last


def test_lesser_breaches_are_named_as_their_heading_does() -> None:
    cards = [each for each in read(page("trouble")).all("article") if "warning" in each.get("class")]
    words = {each.all("span")[0].text for each in cards}
    assert words
    assert not any("manquement" in word for word in words)


def test_readings_that_were_chosen_come_first() -> None:
    found = ir.check(report("trouble").judge.world.dossier, as_of=date(2020, 2, 1), readings={"Q9": "gross"})
    table = next(each for each in read(html_report(found, FRENCH)).all("table") if "readings" in each.get("class"))
    first = table.all("tbody")[0].children[0]
    assert first.all("b")[0].text == "Q9"
    assert "choisie ici" in first.text


def test_french_has_its_no_break_spaces() -> None:
    body = page("proposal").split("<body>")[1]
    shown = re.sub(r"<[^>]*>", "", body)
    assert not re.search(r"[\w»)] [;:?!](?:\s|$)", shown)
    assert not re.search(r"« | »", shown)


def test_digests_and_engines_close_the_page() -> None:
    found = report("trouble")
    footer = read(page("trouble")).all("footer")[0].text
    assert found.rulebook.digest in footer
    assert found.dossier_digest in footer
    assert found.inference is None or found.inference in footer


def test_the_choice_of_rules_is_said() -> None:
    found = ir.check(report("trouble").judge.world.dossier, as_of=date(2020, 2, 1), select=["END"])
    codes = sorted({f.rule for f in found.findings})
    assert f"{len(codes)}\u00a0règles sur" in read(html_report(found, FRENCH, codes)).all("h1")[0].text
