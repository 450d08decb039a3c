"""The schema says everything once: models, readings of names and meanings of blanks follow it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import row_class
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.schema.stubs import STUB, stub_of
from innosprint_rules.dossier.schema.tables import PROPOSAL
from innosprint_rules.folding import fold
from innosprint_rules.location import rules_root

SCHEMA = bundled_schema()
TABLES = SCHEMA.tables
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]

NOTHING = {
    "projects": {"title", "holder", "field", "left_on"},
    "sessions": {"place", "co_organisers", "members_present"},
    "presentations": {"progress", "action_plan", "axis_market", "axis_technology", "axis_funding"},
    "allocations": {
        "session",
        "need",
        "objective",
        "progress_evaluation",
        "decided_by",
        "status",
        "ratified_at",
    },
    "requests": set(),
    "payments": {"project", "allocation", "label"},
    "reports": {"period_start", "period_end", "sender", "recipients", "in_reply_to", "headings"},
    "actions": {"partner", "purpose", "agreed_on", "instrument"},
    "indicators": {"kind", "origin"},
    "amendments": {"parameter"},
    "attestations": {"value"},
    "convention": set(),
}


def test_what_a_blank_means() -> None:
    for code, table in TABLES.items():
        assert {column.code for column in table.columns if column.blank == "nothing"} == NOTHING[code], code
        mistakes = {column.code for column in table.columns if column.blank == "error"}
        assert mistakes == set(table.identity)


def test_models_and_schema_agree() -> None:
    assert set(Dossier.empty().model_extra or ()) == set(SCHEMA.inputs)
    for code, table in SCHEMA.inputs.items():
        kind = row_class(table)
        assert kind.table is TABLES["allocations" if code == PROPOSAL else code]
        assert list(kind.model_fields) == [column.code for column in kind.table.columns]


def test_stubs_are_those_of_the_tables() -> None:
    assert STUB.read_text(encoding="utf-8") == stub_of(SCHEMA), "python -m innosprint_rules.dossier.schema.stubs"


def test_every_column_is_described_in_both_languages() -> None:
    for table, column in COLUMNS:
        assert column.help.fr, (table.code, column.code)
        assert column.help.en, (table.code, column.code)
        assert "\n" not in column.help.fr + column.help.en
        assert fold(column.header) == column.header.replace("_", " "), "headers are plain ASCII"
        assert column.target is None or column.target in TABLES


def test_names_are_not_ambiguous() -> None:
    for table in TABLES.values():
        names: dict[str, str] = {}
        for column in table.columns:
            for name in {fold(column.header), fold(column.code), *map(fold, column.aliases)}:
                assert names.setdefault(name, column.code) == column.code, (table.code, name)
    seen: dict[str, str] = {}
    for table in TABLES.values():
        for name in map(fold, table.names):
            assert seen.setdefault(name, table.code) == table.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Attributions", "allocations"),
        ("allocations", "allocations"),
        ("PRÉSENTATIONS", "presentations"),
        ("présentation", "presentations"),
        ("Documents", "reports"),
        ("reports", "reports"),
        ("versements", "payments"),
        ("Avenants", "amendments"),
        ("Convention", "convention"),
        ("expected", None),
        ("README", None),
    ],
)
def test_table_names(name: str, code: str | None) -> None:
    found = SCHEMA.find_table(name)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("table", "header", "code"),
    [
        ("allocations", "montant", "amount"),
        ("allocations", "Montant (€)", "amount"),
        ("allocations", "MONTANT :", "amount"),
        ("allocations", "date de décision", "decided_on"),
        ("allocations", "Date  décision", "decided_on"),
        ("allocations", "date-decision", "decided_on"),
        ("allocations", "Évaluation avancées", "progress_evaluation"),
        ("allocations", "decided_on", "decided_on"),
        ("allocations", "ID *", "id"),
        ("sessions", "date (jj/mm/aaaa)", "held_on"),
        ("payments", "Attribution", "allocation"),
        ("indicators", "kind", "kind"),
        ("indicators", "Nature", "kind"),
    ],
)
def test_headers(table: str, header: str, code: str | None) -> None:
    found = TABLES[table].find(header)
    assert (found.code if found else None) == code


def test_a_highest_value_that_is_no_number_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_root() / "innosprint", folder)
    table = folder / "tables" / "requests.yaml"
    table.write_text(re.sub(r"most: \d+", "most: dix", table.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ir.RulebookError) as caught:
        ir.load_rulebook(folder)
    assert {problem.code for problem in caught.value.problems} == {"wrong-shape"}
    assert "a whole number" in caught.value.problems[0].message.en
