"""What authors of a first agreement get wrong, one slip at a time: each is told where it is, with what to write."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules import check, load_rulebook, read_dossier
from innosprint_rules.assurance.editor_schema import editor_schema
from innosprint_rules.assurance.examples import plain, read_examples, run
from innosprint_rules.assurance.proofreading import proofread
from innosprint_rules.cli.app import main
from innosprint_rules.cli.authoring import tell_proof, watched
from innosprint_rules.engine.derivation.derive import derive
from innosprint_rules.engine.documents.check import ReportDocument
from innosprint_rules.engine.documents.documented import published
from innosprint_rules.errors import ProblemList
from innosprint_rules.location import rules_root
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.rule_page import rule_page
from innosprint_rules.strict_yaml import YamlDocument
from innosprint_rules.wording import json_text

GRA01, GRA02, REP01 = (
    "grant/GRA01_paid-beyond-the-grant.yaml",
    "grant/GRA02_kept-beyond-the-share.yaml",
    "reports/REP01_report-late.yaml",
)
MONEY, PARAMETERS, AGREEMENT, PAYMENTS = (
    "measures/money.yaml",
    "parameters.yaml",
    "agreement.yaml",
    "tables/payments.yaml",
)

# file, what it says, what the author wrote, the code of what is told, and a part of it
SLIPS = [
    (GRA01, "== 'ville->association'", "== ‘ville->association’", "foreign-word", "quotes are straight"),
    (GRA01, "== 'ville->association'", "== « ville->association »", "foreign-word", "quotes are straight"),
    (GRA01, "direction == 'ville", "direction = 'ville", "foreign-word", "write == (the sign twice)"),
    (GRA01, "direction == 'ville->association'", "direction <> 'association->ville'", "foreign-word", "write !="),
    (GRA01, "total_so_far <= grant_total", "total_so_far ≤ grant_total", "foreign-word", "write <="),
    (GRA01, "total_so_far <= grant_total", "total_so_far =< grant_total", "foreign-word", "write <="),
    (GRA01, "total_so_far <= grant_total", "total_so_far <= 10 000 €", "foreign-word", "type amount"),
    (GRA01, "total_so_far <= grant_total", "total_so_far <= 10000", "literal-of-the-agreement", "parameter"),
    (GRA02, "share_rate * cost", "80% * cost", "foreign-word", "type percent"),
    (GRA02, "share_rate * cost", "80 % * cost", "foreign-word", "type percent"),
    (GRA02, "share_rate * cost", "0,8 * cost", "formula-construct", "type percent or decimal"),
    (GRA02, "share_rate * cost", "0.8 * cost", "formula-constant", "type percent or decimal"),
    (GRA02, "received - returned <=", "received − returned <=", "foreign-word", "write -"),
    (GRA02, "received - returned <= share_rate * cost", "received - returned <= share_rate × cost",
     "foreign-word", "write *"),
    (MONEY, "max(0, received", "max(0; received", "foreign-word", "separate with a comma"),
    (MONEY, "first_day <= c.paid_on <= last_day", "c.paid_on >= 2025-01-01", "foreign-word", "type date"),
    (MONEY, "first_day <= c.paid_on <= last_day", "c.paid_on >= 01/01/2025", "foreign-word", "type date"),
    (MONEY, "first_day <= c.paid_on <= last_day", "first_day <= c.paid_on et c.paid_on <= last_day",
     "foreign-word", "a and b"),
    (MONEY, "first_day <= c.paid_on <= last_day", "AND(first_day <= c.paid_on, c.paid_on <= last_day)",
     "foreign-word", "a and b"),
    (MONEY, "formula: sum(c.amount for c in costs if first_day <= c.paid_on <= last_day)",
     "formula: SOMME(costs.amount)", "foreign-word", "sum(x.amount for x in table if"),
    (MONEY, "months_after(last_day, report_months)", "MOIS.DECALER(last_day; 2)", "foreign-word",
     "months_after(day, 2)"),
    (MONEY, "sum(c.amount for c in costs", "sum(c.amout for c in costs", "unknown-column", "did you mean “amount”?"),
    (MONEY, "sum(c.amount for c in costs", "sum(amount for c in costs", "unknown-name", "c.amount"),
    (MONEY, "sum(c.amount for c in costs", "sum(c.amount for c in costes", "unknown-table", "did you mean “costs”?"),
    (MONEY, "sum(c.amount for c in costs", "sum(c.montan for c in costs", "unknown-column", "did you mean “montant”?"),
    (MONEY, "sum(c.amount for c in costs", "sum(c.amount for c in depences", "unknown-table",
     "did you mean “depenses”?"),
    (GRA01, "require: total_so_far", "require: montnat", "unknown-name", "did you mean “montant”?"),
    (MONEY, "share_rate * cost, 'down'", "share_rat * cost, 'down'", "unknown-name", "did you mean “share_rate”?"),
    (MONEY, "share_rate * cost, 'down')", "share_rate * cost)", "arguments", "cents takes 2 values"),
    (GRA01, "'ville->association'", "'ville-association'", "unknown-value", "did you mean “ville->association”?"),
    (REP01, "due: report_due", "echeance: report_due", "unknown-key", "echeance"),
    (GRA01, "require:", "requires:", "missing-key", "did you mean “requires”?"),
    (GRA01, "severity: error", "severity: erreur", "unknown-word", "did you mean “error”?"),
    (GRA01, "nature: prohibition", "nature: interdiction", "unknown-word", "obligation"),
    (GRA01, "debtor: city", "debtor: ville", "unknown-word", "city"),
    (GRA01, "clause: C2", "clause: C22", "unknown-clause", "did you mean “C2”?"),
    (GRA01, "clause: C2", "clause: C3", "rule-not-in-clause", "complete “ruled”"),
    (GRA01, ', en: "what is paid stays under the grant"', "", "missing-key", "“en” is missing"),
    (GRA01, "for a grant of {most}", "for a grant of {mots}", "placeholders-differ", "most, mots"),
    (GRA01, "values:\n  total: total_so_far", "values:\n  totl: total_so_far", "unknown-placeholder",
     "did you mean “totl”?"),
    (GRA01, "code: GRA01", "code: GRA1", "name-unlike-code", "call it GRA1_"),
    (GRA01, "title: {fr: \"ce qui est versé reste sous la subvention\"", "title: {fr: ce qui est versé : tout",
     "yaml-syntax", "the colons and the quotation marks"),
    (GRA01, "severity: error\n", "\tseverity: error\n", "yaml-syntax", "check the alignment"),
    (GRA01, "shows: pass", "shows: passe", "unknown-word", "did you mean “pass”?"),
    (PARAMETERS, "80 %", "80", "wrong-value", "80 %"),
    (PARAMETERS, "{2024-12-16: 2}", "{16/12/2024: 2}", "wrong-value", "2018-12-12"),
    (PARAMETERS, "2025-12-31", "31/12/2025", "wrong-value", "2019-05-31"),
    (PARAMETERS, "type: percent", "type: pourcentage", "unknown-word", "did you mean “percent”?"),
    (AGREEMENT, "10000.00", "10 000,00 €", "key-without-value", "put it in quotes"),
    (PARAMETERS, "agreement.grant", '"10 000 €"', "wrong-value", "35000.00"),
    (PARAMETERS, "agreement.grant", "agreement.grants", "unknown-fact", "agreement.grants"),
    (PARAMETERS, "clause: C3", "clause: 3", "unknown-clause", "C3"),
    (AGREEMENT, "received: received\n", "received: receved\n", "unknown-measure", "did you mean “received”?"),
    (AGREEMENT, "ruled: [GRA02]", "ruled: [GRA20]", "clause-without-rule", "GRA20"),
    (AGREEMENT, "direction: direction", "direction: sense", "unknown-word", ""),
    (PAYMENTS, "type: choice", "type: liste", "unknown-word", "did you mean “list”?"),
    (PAYMENTS, "day: paid_on", "day: date", "unknown-word", ""),
    (PAYMENTS, "day: paid_on", "day: amount", "unknown-word", "paid_on"),
    (PAYMENTS, "type: choice", "type: choice\n    default: ville", "unknown-word", "values: ville->"),
    (PAYMENTS, "columns:", "key: [code]\ncolumns:", "unknown-column", "give one column the type “key”"),
    (PAYMENTS, "columns:", "proposed: propositions\ncolumns:", "wrong-shape", "{name, one, many, numbered}"),
    (AGREEMENT, "  money:\n", "  mony:\n", "unknown-word", "did you mean “money”?"),
    (AGREEMENT, "  to_return: to_return\n", "  to_retrun: to_return\n", "unknown-word", "did you mean “to_return”?"),
    (AGREEMENT, "  returned: returned\n", "  rendu: returned\n", "unknown-key", "lines: endowment, received"),
    (AGREEMENT, "  received: received\n", "  received: share_rate\n", "type-mismatch", "(percent) is no amount"),
    (AGREEMENT, "ruled: [GRA02]", "ruled: [XYZ77]", "clause-without-rule", "write it in FAMILY/XYZ77_name"),
    (MONEY, "for c in costs if", "for c in members if", "unknown-table", "declare a parameter of type “members”"),
    (PAYMENTS, "columns:", "colonnes:", "missing-key", "did you mean “colonnes”?"),
    (PAYMENTS, "columns:", "yes:", "missing-key", "“columns” is missing"),
]  # fmt: skip


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    copy = tmp_path / "mine"
    shutil.copytree(rules_root() / "starter", copy)
    return copy


@pytest.mark.parametrize(("file", "old", "new", "code", "said"), SLIPS, ids=range(len(SLIPS)))
def test_a_slip_is_told_where_it_is(mine: Path, file: str, old: str, new: str, code: str, said: str) -> None:
    path = mine / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = proofread(mine).mistakes
    told = [each for each in found if each.code == code and said in each.words("en")]
    assert told, [(each.code, each.words("en")) for each in found]
    assert told[0].location.file == file
    assert told[0].location.row or code == "name-unlike-code"  # which is of the file
    assert told[0].words("fr") != told[0].words("en")


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_share_is_no_line_of_the_balance(mine: Path) -> None:
    change(mine, AGREEMENT, "  returned: returned\n", "  returned: returned\n  remaining: part\n")
    change(mine, MONEY, "measures:\n", "measures:\n  part: {label: {fr: p, en: p}, formula: share_rate * cost}\n")
    [told] = proofread(mine).mistakes
    assert (told.code, told.location.file) == ("type-mismatch", AGREEMENT)
    assert "round a share: cents(share, 'down')" in told.words("en")


@pytest.mark.parametrize("header", ["date d'envoi", "date envoi", "date-envoi d’hier"])
def test_a_header_of_several_words_in_a_formula_is_told_with_the_name_to_write(mine: Path, header: str) -> None:
    change(mine, PAYMENTS, "{header: date,", f'{{header: "{header}",')
    change(mine, GRA01, "total_so_far <= grant_total", f"total_so_far <= grant_total.on({header})")
    [told] = proofread(mine).mistakes
    assert f"the header “{header}” is not one word; write paid_on" in told.words("en")


def test_two_rows_of_a_small_table_called_alike_are_told(mine: Path) -> None:
    table = (
        "ceilings:\n  type: table\n  clause: C3\n  label: {fr: plafonds, en: ceilings}\n"
        "  columns: {people: number, most: amount}\n  id: F{people}\n  values:\n    2024-12-16:\n"
        "      - {people: 1, most: 10.00}\n      - {people: 1, most: 20.00}\n"
    )
    change(mine, PARAMETERS, "share_rate:\n", f"{table}share_rate:\n")
    assert [(each.code, each.location.row) for each in proofread(mine).mistakes] == [("duplicate-key", 18)]


def test_a_header_that_must_be_of_the_row_is_quoted_as_it_was_written(mine: Path) -> None:
    change(
        mine, GRA01, "require: total_so_far <= grant_total", "require: all(montant <= p.montant for p in versements)"
    )
    [told] = proofread(mine).mistakes
    assert "`montant` is ambiguous inside a generator → write row.montant" in told.words("en")


def test_a_column_that_an_example_misspells_is_told(mine: Path) -> None:
    change(mine, GRA01, "sens: ville->association, montant: 20000", "sens: ville->association, montent: 20000")
    book = load_rulebook(mine)
    told = [text.en for each in read_examples(book, "GRA01") for text in run(book, each).differences]
    assert any("“montent” is unknown" in text and "did you mean “montant”?" in text for text in told)


def test_a_table_needs_to_say_neither_its_only_key_nor_how_rows_are_proposed(tmp_path: Path) -> None:
    shutil.copytree(rules_root() / "cascade", tmp_path / "mine")
    awards = tmp_path / "mine" / "tables" / "awards.yaml"
    text = awards.read_text(encoding="utf-8")
    awards.write_text(re.sub(r"proposed:\n(  .*\n)+", "", text).replace("  id: {", "  code: {"), encoding="utf-8")
    schema = load_rulebook(tmp_path / "mine").schema
    assert schema.tables["awards"].identity == ("code",)
    assert schema.proposal is not None
    assert (schema.proposal.name, schema.proposal.numbered) == ("proposition", "ligne")
    assert (schema.proposal.one.fr, schema.proposal.one.en) == ("ligne proposée", "proposed row")


def test_slips_in_several_files_are_told_at_once(mine: Path) -> None:
    change(mine, GRA01, "severity: error", "severity: [")
    change(mine, GRA02, "share_rate * cost", "80 % * cost")
    change(mine, MONEY, "c.amount for", "c.amout for")
    assert [(each.location.file, each.code) for each in proofread(mine).mistakes] == [
        (GRA01, "yaml-syntax"), (GRA02, "foreign-word"), (MONEY, "unknown-column"),
    ]  # fmt: skip


def test_what_is_not_used_is_a_warning(mine: Path) -> None:
    idle = "measures:\n  idle: {label: {fr: rien, en: idle}, formula: grant_total}\n"
    change(mine, MONEY, "measures:\n", idle)
    change(mine, GRA01, "shows: unknown", "shows: other")
    proof = proofread(mine)
    assert proof.mistakes == ()
    assert [each.code for each in proof.warnings] == ["unused-measure", "example-missing"]


IN_FRENCH = (
    (MONEY, "sum(p.amount for p in payments if p.direction == 'association->ville')",
            "sum(p.montant for p in versements if p.sens == 'association->ville')"),
    (MONEY, "sum(c.amount for c in costs if first_day <= c.paid_on <= last_day)",
            "sum(c.montant for c in depenses if premier_jour <= c.date <= last_day)"),
    (MONEY, "  cost:\n", "  cost:\n    nom: cout_reel\n"),
    (MONEY, "payments.total_so_far:\n", "versements.total_so_far:\n    nom: total_verse\n"),
    (PARAMETERS, "first_day:\n", "first_day:\n  nom: premier_jour\n"),
    (GRA01, "scope: payments\ncolumn: amount", "scope: versements\ncolumn: montant"),
    (GRA01, "applies: direction ==", "applies: sens =="),
    (GRA01, "require: total_so_far <= grant_total", "require: total_verse <= grant_total.on(date)"),
    (GRA02, "share_rate * cost", "share_rate * cout_reel"),
)  # fmt: skip


def test_formulas_may_say_what_people_write(mine: Path) -> None:
    for file, old, new in IN_FRENCH:
        change(mine, file, old, new)
    assert proofread(mine).mistakes == ()
    book, plain = load_rulebook(mine), load_rulebook(rules_root() / "starter")
    for code in book.rules:
        assert not any(run(book, example).differences for example in read_examples(book, code))
    assert book.rules["GRA01"].scope == "payments"
    words = [[line.text for line in rule_page(each, "GRA02", Teller("fr", 80))] for each in (book, plain)]
    formulas = [[line for line in page if "formule" not in line] for page in words]
    assert formulas[0] == formulas[1]


def test_a_second_name_stands_for_one_thing(mine: Path) -> None:
    change(mine, MONEY, "  cost:\n", "  cost:\n    nom: rendu\n")
    change(mine, MONEY, "  returned:\n", "  returned:\n    nom: rendu\n")
    change(mine, PARAMETERS, "first_day:\n", "first_day:\n  nom: premier jour\n")
    assert [each.code for each in proofread(mine).mistakes] == ["other-name", "other-name"]


def test_one_language_is_enough(mine: Path) -> None:
    change(mine, AGREEMENT, "version: 1.0.0\n", "version: 1.0.0\nlanguages: fr\n")
    for path in mine.rglob("*.yaml"):
        text = re.sub(r", en: (\"[^\"]*\"|[^,{}]*)}", "}", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    change(mine, AGREEMENT, "title: {fr: Subvention d'une ville à une association}",
           "title: Subvention d'une ville à une association")  # fmt: skip
    change(mine, GRA02, "€0.01 to return", "0,01 € à rendre")
    proof = proofread(mine)
    assert proof.mistakes == ()
    assert (proof.rules, proof.examples) == (3, 18)
    book = load_rulebook(mine)
    assert not any(run(book, each).differences for code in book.rules for each in read_examples(book, code))
    assert book.agreement.title.en == book.agreement.title.fr == "Subvention d'une ville à une association"
    report = check(read_dossier(mine / "sample", book), book, as_of=book.agreement.sample_as_of)
    assert report.ok
    document = report.model_dump()
    assert {tuple(each["message"]) for each in document["findings"]} == {("fr",)}
    assert ReportDocument.model_validate(document).findings[0].message.en == report.findings[0].message.get("fr")
    jsonschema.Draft202012Validator(published("innosprint-report/2")).validate(document)
    assert '"en"' not in json_text(derive(report.findings[0]).as_document())


def test_files_are_those_of_the_schemas_that_editors_use() -> None:
    for folder in rules_root().iterdir():
        for path in folder.rglob("*.yaml") if folder.is_dir() else ():
            if path.parent.name == "scenarios":
                continue  # of another format, which follows from the folder
            kind = kind_of(path.relative_to(folder))
            errors = jsonschema.Draft7Validator(editor_schema(kind)).iter_errors(as_read(path))
            assert [each.message for each in errors] == [], path


@pytest.mark.parametrize(("file", "old", "new"), [
    (GRA01, "require:", "requires:"), (GRA01, "severity: error", "severity: erreur"),
    (GRA01, "shows: pass", "shows: passe"), (PARAMETERS, "type: percent", "type: pourcentage"),
    (PAYMENTS, "type: choice", "type: liste"), (AGREEMENT, "parties:", "partie:"), (MONEY, "label:", "labels:"),
])  # fmt: skip
def test_editors_tell_slips_of_the_format(mine: Path, file: str, old: str, new: str) -> None:
    change(mine, file, old, new)
    assert not jsonschema.Draft7Validator(editor_schema(kind_of(Path(file)))).is_valid(as_read(mine / file))


def as_read(path: Path) -> object:
    """Return a file as an editor reads it, every scalar a text."""
    value = YamlDocument(path.read_text(encoding="utf-8"), path.name).read(ProblemList())
    assert value is not None
    return plain(value)


def kind_of(path: Path) -> str:
    if len(path.parts) == 1:
        return path.stem
    return {"tables": "table", "measures": "measures"}.get(path.parts[0], "rule")


def test_a_folder_is_begun_checked_and_watched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert main(["rules", "init", str(folder), "--lang", "en"]) == 0
    assert main(["rules", "init", str(folder), "--lang", "en"]) == 2
    assert main(["rules", "check", str(folder), "--lang", "en"]) == 0
    assert "3 rules and 18 examples read without a mistake" in capsys.readouterr().out.replace("\u00a0", " ")
    assert main(["rules", "test", "--rules", str(folder), "--lang", "en"]) == 0
    settings = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert all((folder / name).is_file() for name in settings)
    assert main(["rules", "check", str(tmp_path / "nowhere"), "--lang", "en"]) == 2
    told: list[int] = []
    slips = iter((("cost, 'down'", "80 % * cost, 'down'"), None))

    def pause() -> None:
        slip = next(slips, None)
        if slip is None:
            raise KeyboardInterrupt
        change(folder, MONEY, *slip)

    with pytest.raises(KeyboardInterrupt):
        watched(folder, lambda: told.append(tell_proof(str(folder), "en")), pause)
    assert told == [0, 1]
    assert "1 mistake to correct" in capsys.readouterr().out
