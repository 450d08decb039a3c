"""Templates of documents: in somebody's own folder, filled in and never run; a mistake is told where it stands."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules import Rulebook, UsageError, load_rulebook, read_dossier
from innosprint_rules.cli.app import main
from innosprint_rules.errors import Problem
from innosprint_rules.location import rules_root
from innosprint_rules.report.documents.model import Paragraph, walk
from innosprint_rules.report.documents.publish import document, published
from innosprint_rules.report.documents.template.names import NAMES
from innosprint_rules.report.documents.template.page import ELEMENTS
from innosprint_rules.report.documents.template.texts import proofread_templates
from innosprint_rules.saving.seals import sealed, untouched
from tests.report.documents.made import second_report, section, year

docx = pytest.importorskip("docx")
STARTER = rules_root() / "starter"
FOLDERS = ("innosprint", "cascade", "objectives", "participatory", "starter")
HEAD = "<h1>T</h1>\n<h2>S</h2>\n"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("rules") / "own"
    shutil.copytree(STARTER, folder)
    return load_rulebook(folder)


def write(own: Rulebook, template: str) -> Any:
    (own.root / "documents" / "account.html").write_text(template, encoding="utf-8")
    return document(read_dossier(STARTER / "sample", own), "account", rulebook=own, as_of=own.agreement.sample_as_of)


def refused(own: Rulebook, template: str) -> Problem:
    with pytest.raises(UsageError) as caught:
        write(own, template)
    (problem,) = caught.value.problems
    assert problem.location.file == "documents/account.html"
    return problem


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("<p>{{ mesure('cost') }}</p>", "unknown-in-template", "measure"),
        ("<p>{{ measure('coast') }}</p>", "unknown-in-template", "cost"),
        ("<p>{{ party('citty') }}</p>", "unknown-in-template", "city"),
        ("<p>{{ finding('GRA9') }}</p>", "unknown-in-template", "GRA01"),
        ("{% for c in costs %}<p>{{ c.amont }}</p>{% endfor %}", "unknown-in-template", "amount"),
        ("{{ listing(costs, 'x', [('A', 'amuont')]) }}", "unknown-in-template", "amount"),
        ("{{ listing(costs.where(idd='1'), 'x', ['id']) }}", "unknown-in-template", "id"),
        ("<p>{{ costs.rows }}</p>", "unknown-in-template", ""),
        ("<p>{% if %}</p>", "template-unreadable", "Jinja2"),
        ("{% include 'autre.html' %}", "template-missing", ""),
        ("<p>{{ costs.where(1) }}</p>", "template-fails", ""),
        ("<script>alert(1)</script>", "template-element", "table"),
        ("<p>a</p><img src='x'>", "template-element", "table"),
        ("<block n='²'></block>", "template-element", "table"),
        ("stray words", "template-element", ""),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_known(own: Rulebook, line: str, code: str, said: str) -> None:
    problem = refused(own, f"{HEAD}{line}\n")
    assert (problem.code, problem.location.row) == (code, 3)
    assert said in (problem.hint.fr if problem.hint else "")


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__ }}", "{{ costs.__class__ }}", "{{ say.__globals__ }}", "{{ costs.teller }}",
        "{{ costs.rows }}", "{{ range(10) }}", "{{ 'a' * 1000000000 }}", "{{ '%999999999d' % 1 }}", "{{ 10 ** 10 }}",
        "{{ 'a'.ljust(9) }}",
        "{{ 'a'|center(999999999) }}", "{{ ('a' ~ 'b').format(1) }}", "{{ self._TemplateReference__context }}",
        "{{ cycler }}", "{{ lipsum() }}", "{{ measure.__self__ }}", "{% import '../agreement.yaml' as a %}",
        "{% for c in costs %}{{ c.row }}{% endfor %}", "{% for c in costs %}{{ c.amount.teller }}{% endfor %}",
    ],
)  # fmt: skip
def test_a_template_runs_no_code(own: Rulebook, line: str) -> None:
    assert refused(own, f"{HEAD}<p>{line}</p>")


def test_rules_check_tells_what_is_wrong_with_templates(own: Rulebook, capsys: pytest.CaptureFixture[str]) -> None:
    template = own.root / "documents" / "account.html"
    template.write_text(f"{HEAD}\n<p>{{{{ mesure('cost') }}}}</p>", encoding="utf-8")
    assert main(["rules", "check", str(own.root), "--lang", "en"]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "documents/account.html, line 4: “mesure” is not known → did you mean “measure”?" in told
    template.write_text(f"{HEAD}<p>{{{{ {'(' * 3000}1{')' * 3000} }}}}</p>", encoding="utf-8")
    assert main(["rules", "check", str(own.root), "--lang", "en"]) == 1
    assert "documents/account.html: the template is nested too deeply" in " ".join(capsys.readouterr().err.split())
    template.unlink()
    assert main(["rules", "check", str(own.root), "--lang", "en"]) == 1
    assert "the template of the document “account” is missing" in " ".join(capsys.readouterr().err.split())
    assert [proofread_templates(load_rulebook(rules_root() / each)) for each in FOLDERS] == [[]] * len(FOLDERS)


def test_rules_check_tells_that_all_templates_are_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "own"
    shutil.copytree(STARTER, folder, ignore=shutil.ignore_patterns("documents"))
    assert main(["rules", "check", str(folder), "--lang", "en"]) == 1
    assert "the template of the document “account” is missing" in " ".join(capsys.readouterr().err.split())


def test_what_a_file_holds_is_text(own: Rulebook) -> None:
    made = write(own, HEAD + "<p>{{ say('<b>', '<b>') }} &amp; {{ '<script>' }}</p>")
    assert section(made, "S").blocks == (Paragraph("<b> & <script>"),)


def test_french_is_set_with_its_spaces(own: Rulebook) -> None:
    made = write(own, HEAD + "<p>Coût : {{ measure('cost') }} ; l'action</p>")
    assert section(made, "S").blocks[0].text.startswith("Coût\u00a0: ")
    assert "l’action" in section(made, "S").blocks[0].text


def test_a_table_may_be_written_by_hand(own: Rulebook) -> None:
    head = "<table><caption>C</caption><tr><th>A</th><th class='figure'>B</th></tr>"
    rows = "{% for c in costs %}<tr><td>{{ c.id }}</td><td>{{ c.amount }}</td></tr>{% endfor %}</table>"
    made = write(own, HEAD + head + rows)
    (shown,) = made.tables()
    assert (shown.caption, shown.header, shown.right) == ("C", ("A", "B"), frozenset({1}))
    assert len(shown.rows) > 1


def letter(own: Rulebook, *cells: str, name: str = "account.docx") -> Path:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "En-tête de l'association"
    word.add_paragraph("De {{ party('association') }}, au {{ as_of }} : {{ measure('cost') }}")
    table = word.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for cost in costs %}"
    table.cell(1, 0).text, table.cell(1, 1).text = cells or ("{{ cost.id }}", "{{ cost.amount }}")
    table.cell(2, 0).text = "{%tr endfor %}"
    path: Path = own.root / "documents" / name
    word.save(path)
    return path


def test_a_word_file_of_ones_own_is_filled_in_and_comes_first(own: Rulebook) -> None:
    path = letter(own)
    facts = read_dossier(STARTER / "sample", own)
    options: dict[str, Any] = {"rulebook": own, "as_of": own.agreement.sample_as_of}
    made = published(facts, "account", "docx", **options)
    word = docx.Document(io.BytesIO(made.content))
    assert word.sections[0].header.paragraphs[0].text == "En-tête de l'association"
    assert word.paragraphs[0].text.startswith("De L’association, au 31/03/2025")
    assert [row.cells[0].text for row in word.tables[0].rows] == [row.id for row in facts.rows("costs") or ()]
    assert published(facts, "account", "docx", **options).content == made.content
    kept = sealed(made.content)  # a file that nobody changed is known again
    assert untouched(kept)
    assert not untouched(kept.replace(b"docProps/custom.xml", b"docProps/custom.xmL"))
    path.unlink()


@pytest.mark.parametrize("cell", ["{{ cost.amont }}", "{{ cost.__class__ }}", "{{ nobody }}", "{% if %}"])
def test_a_mistake_in_a_word_file_is_told(own: Rulebook, cell: str) -> None:
    path = letter(own, "{{ cost.id }}", cell)
    with pytest.raises(UsageError) as caught:
        published(read_dossier(STARTER / "sample", own), "account", "docx", rulebook=own)
    assert caught.value.problems[0].location.file == "documents/account.docx"
    path.write_bytes(b"PK no archive")
    with pytest.raises(UsageError, match="no readable Word file"):
        published(read_dossier(STARTER / "sample", own), "account", "docx", rulebook=own)
    path.unlink()


def test_a_report_carries_what_holders_said() -> None:
    def said(**options: Any) -> str:
        made = document(year(), "bimonthly", about=2, **options)
        return " ".join(b.text for _, s in walk(made.sections) for b in s.blocks if isinstance(b, Paragraph))

    words = "maquette essayée par cinq utilisateurs"
    assert f"P01, avancées\u00a0: {words}" in said()
    assert words not in said(prose=False)
    (signed,) = section(second_report(), "Date et signature").blocks
    assert "Lieu" in signed.header  # type: ignore[union-attr]  # the table of signatures


def test_the_list_of_names_is_the_one_that_authors_read() -> None:
    page = (rules_root() / "README.md").read_text("utf-8")
    assert [name for name, text in NAMES.items() if f"| `{name}` | {text.en} |" not in page] == []
    assert "script" not in ELEMENTS
