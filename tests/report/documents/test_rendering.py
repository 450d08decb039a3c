"""The Word file and the web page: the same words, structure that software can follow, language and title told."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest

from innosprint_rules import UsageError
from innosprint_rules.report.documents.html import web_page
from innosprint_rules.report.documents.model import Document, Paragraph, walk
from innosprint_rules.report.documents.rendering import rendered
from tests.acceptance.year import dossier, edited, put
from tests.report.documents.made import bimonthly_report, final, second_report

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

DOCUMENTS = [second_report("fr"), second_report("en"), final("fr", in_trouble=True), final("en")]
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d.title} {d.lang}")


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(rendered(document, "docx")))


def page(document: Document) -> ElementTree.Element:
    text = web_page(document)
    assert text.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(text.split("\n", 1)[1])  # noqa: S314  # our own page


# the Word file ---------------------------------------------------------------------------------------


@EACH
def test_word_knows_language_title_author_and_day(document: Document) -> None:
    word = opened(document)
    locale = {"fr": "fr-FR", "en": "en-GB"}[document.lang]
    told = [each.get(f"{W}val") for each in word.styles.element.iter(f"{W}lang")]
    told += [each.get(f"{W}val") for each in word.settings.element.iter(f"{W}themeFontLang")]
    assert told
    assert set(told) == {locale}
    properties = word.core_properties
    assert (properties.title, properties.language) == (document.title, locale)
    assert properties.author == document.author
    assert properties.comments == ""
    assert properties.created.date() == document.day


@EACH
def test_word_has_headings_and_captions(document: Document) -> None:
    word = opened(document)
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [(f"Heading {level}", section.title) for level, section in walk(document.sections)]
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [document.title]
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert [text.split(" – ", 1)[1] for text in captions] == [each.caption for each in document.tables()]
    fields = [each.get(f"{W}instr") for each in word.element.iter(f"{W}fldSimple")]
    assert len(fields) == len(captions)


@EACH
def test_word_tables_repeat_their_header_and_hold_the_documents_cells(document: Document) -> None:
    word = opened(document)
    for made, table in zip(word.tables, document.tables(), strict=True):
        rows = made._tbl.tr_lst
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * len(table.rows)]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert made._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == table.caption
        cells = [tuple("".join(t.text or "" for t in tc.iter(f"{W}t")) for tc in row.tc_lst) for row in rows]
        assert cells == [table.header, *table.rows]


def test_word_has_a_european_page_with_its_number() -> None:
    word = opened(second_report())
    paper = word.sections[0]
    assert (round(paper.page_width.cm, 1), round(paper.page_height.cm, 1)) == (21.0, 29.7)
    fields = [each.get(f"{W}instr") for each in paper.footer._element.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_word_carries_nothing_of_the_template() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(second_report(), "docx"))) as package:
        assert not any("thumbnail" in name for name in package.namelist())
        assert b"python-docx" not in package.read("docProps/core.xml")
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert rendered(second_report(), "docx") == rendered(second_report(), "docx")


def test_marks_in_a_dossier_break_neither_file() -> None:
    facts = dossier(edited(put("attributions", "A03", besoin='a <b> & "c"')))
    made = bimonthly_report(facts, 2)
    assert '&lt;b&gt; &amp; "c"' in web_page(made).replace("&quot;", '"')
    assert page(made) is not None
    assert any('<b> & "c"' in cell.text for each in opened(made).tables for cell in each._cells)


def test_without_python_docx_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(UsageError) as refused:
        rendered(second_report(), "docx")
    (problem,) = refused.value.problems
    assert problem.code == "docs-not-installed"
    assert problem.hint is not None
    assert "innosprint-rules[docs]" in problem.hint.fr
    assert rendered(second_report(), "html")


# the web page ----------------------------------------------------------------------------------------


@EACH
def test_the_page_is_well_formed_and_knows_its_language(document: Document) -> None:
    root = page(document)
    assert root.get("lang") == {"fr": "fr-FR", "en": "en-GB"}[document.lang]
    assert root.findtext("head/title") == document.title
    assert root.findtext("body/main/h1") == document.title


@EACH
def test_the_page_has_headings_in_order(document: Document) -> None:
    found = [(each.tag, each.text) for each in page(document).iter() if each.tag in ("h2", "h3")]
    assert found == [(f"h{level + 1}", section.title) for level, section in walk(document.sections)]


@EACH
def test_every_table_of_the_page_has_caption_scopes_and_the_documents_cells(document: Document) -> None:
    for made, table in zip(page(document).iter("table"), document.tables(), strict=True):
        assert (made.findtext("caption") or "").endswith(table.caption)
        heads = made.findall("thead/tr/th")
        assert tuple(each.text for each in heads) == table.header
        assert {each.get("scope") for each in heads} == {"col"}
        for row, cells in zip(made.findall("tbody/tr"), table.rows, strict=True):
            assert row[0].tag == "th"
            assert row[0].get("scope") == "row"
            assert tuple(each.text or "" for each in row) == cells


@EACH
def test_the_page_fetches_nothing(document: Document) -> None:
    text = web_page(document).replace('<meta http-equiv="Content-Security-Policy"', "", 1)
    assert "<script" not in text
    assert "http" not in text
    assert "url(" not in text


@EACH
def test_both_say_every_sentence(document: Document) -> None:
    told = {p.text for p in opened(document).paragraphs}
    read = {each.text for each in page(document).iter("p")}
    wanted = {b.text for _, s in walk(document.sections) for b in s.blocks if isinstance(b, Paragraph)}
    assert wanted <= told
    assert wanted <= read
