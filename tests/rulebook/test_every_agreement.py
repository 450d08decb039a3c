"""Every agreement of rules/, one after the other: each command answers in its own words or names what is missing."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from innosprint_rules import load_rulebook, read_dossier
from innosprint_rules.cli.app import main
from innosprint_rules.engine.check import check
from innosprint_rules.engine.inference.comparison import inference_version
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.publish import document
from innosprint_rules.wording import LANGUAGES

OTHERS = sorted(path.parent.name for path in rules_root().glob("*/agreement.yaml") if path.parent.name != BUNDLED)
PROPOSALS = "this agreement does not declare the role “proposals”"
NO_YEARS = "error: years of this agreement cannot be drawn: it lacks the role"
OTHER_YEARS = "the years of this agreement have no “calendar”"
YEARS = {path.parent.name: "three-calls" for path in rules_root().glob("*/year.yaml") if path.parent.name != BUNDLED}
"""The folders that say what their years are made of, and a scenario of theirs."""
NO_DOCUMENT = "this agreement has no document “assessment”"


class Sample(NamedTuple):
    """A folder's sample: its day, a meeting still to come, the name of a rule, and what its commands begin with."""

    as_of: str
    meeting: str
    rule: str
    check: str
    status: str
    allocate: str
    repair: str


SAMPLES = {
    "starter": Sample(
        "2025-03-31", "S1", "GRA02", "No breach on 31 March 2025", "Next: 27 February 2026",
        PROPOSALS, PROPOSALS,
    ),
    "objectives": Sample(
        "2024-07-15", "K6", "CPO02", "No breach on 15 July 2024", "Next: 30 September 2024",
        PROPOSALS, PROPOSALS,
    ),
    "cascade": Sample(
        "2025-08-15", "A3", "FTP02", "No breach on 15 August 2025", "€0.00 left to allocate",
        "Call A3 of 22 September 2025: €150,000.00 to share out, 5 requests for €255,000.00", "Nothing to repair",
    ),
    "participatory": Sample(
        "2025-08-15", "E2025", "PBA11", "No breach on 15 August 2025", "€600.00 left to allocate",
        "Edition E2025 of 2 February 2026: €60,600.00 to share out, 10 requests for €65,500.00", "Nothing to repair",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "INNOSPRINT_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def told(capsys: pytest.CaptureFixture[str], command: str, *options: str) -> tuple[int, str]:
    """Run a command in English; return its status and what it printed, as one line with plain spaces."""
    found = main([*command.split(), *options, "--lang", "en"])
    printed = capsys.readouterr()
    text = " ".join(f"{printed.out} {printed.err}".replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "error of the program" not in text
    return found, text


def test_every_folder_has_its_sample() -> None:
    assert sorted(SAMPLES) == OTHERS


@pytest.mark.parametrize("folder", OTHERS)
class TestCommands:
    @pytest.fixture
    def rules(self, folder: str) -> list[str]:
        return ["--rules", str(rules_root() / folder)]

    @pytest.fixture
    def dossier(self, folder: str) -> str:
        return str(rules_root() / folder / "sample")

    def test_check_and_status(
        self, folder: str, rules: list[str], dossier: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = SAMPLES[folder]
        for command, begins in (("check", sample.check), ("status", sample.status)):
            found, text = told(capsys, command, dossier, "--as-of", sample.as_of, *rules)
            assert found == 0
            assert text.startswith(begins)

    def test_explain_and_list(self, folder: str, rules: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        sample = SAMPLES[folder]
        title = load_rulebook(rules_root() / folder).rules[sample.rule].title.en
        for command in ("explain", "rules show"):
            assert told(capsys, command, sample.rule, *rules)[1].startswith(f"{sample.rule}: {title}")
        assert title in told(capsys, "rules list", *rules)[1]
        found, text = told(capsys, "rules trace", *rules)
        assert found == 0
        assert "neither rule nor reason" not in text

    def test_new(self, folder: str, rules: list[str], tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
        target = f"{tmp_path}/dossier"
        assert told(capsys, "new", target, *rules)[0] == 0
        book = load_rulebook(rules_root() / folder)
        empty = read_dossier(target, book)
        assert all(empty.rows(code) is not None for code in book.schema.tables)
        assert told(capsys, "check", target, "--as-of", SAMPLES[folder].as_of, *rules)[0] in (
            0,
            1,
            3,
        )  # the payer may owe an advance already

    def test_allocate_and_repair(
        self, folder: str, rules: list[str], dossier: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = SAMPLES[folder]
        moment = ("--as-of", sample.as_of, *rules)
        found, text = told(capsys, "allocate", dossier, "--session", sample.meeting, *moment)
        assert sample.allocate in text
        if sample.allocate is PROPOSALS:
            assert found == 2
            assert sample.repair in told(capsys, "repair", dossier, *moment)[1]
            return
        kept = f"{tmp_path}/proposal.csv"
        told(capsys, "allocate", dossier, "--session", sample.meeting, "--method", "greedy", "--write", kept, *moment)
        found, text = told(capsys, "repair", dossier, "--proposal", kept, *moment)
        assert found == 0
        assert text.startswith(sample.repair)

    def test_simulate(self, folder: str, rules: list[str], dossier: str, capsys: pytest.CaptureFixture[str]) -> None:
        sample = SAMPLES[folder]
        begins = ("--from", dossier, "--as-of", sample.as_of, "--at", sample.as_of, *rules)
        found, text = told(capsys, "simulate nothing-more-happens", *begins)
        assert found == 0
        assert ": no further breach Nothing more happens" in text
        found, text = told(capsys, "simulate baseline --years 10", *begins[:4], *rules)
        assert found == 2
        assert (OTHER_YEARS if folder in YEARS else NO_YEARS) in text

    def test_publish(
        self, folder: str, rules: list[str], dossier: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = SAMPLES[folder]
        target = ("--output", f"{tmp_path}/assessment.html")
        found, text = told(capsys, "publish assessment", dossier, "--report", "R1", *target, *rules)
        assert found == 2
        assert NO_DOCUMENT in text
        assert told(capsys, "publish opendata", dossier, *rules)[0] == 2  # what no dossier holds is asked for
        diary = f"{tmp_path}/diary.ics"
        assert told(capsys, "publish calendar", dossier, "--output", diary, "--as-of", sample.as_of, *rules)[0] == 0

    def test_every_document_that_it_declares_is_written_in_both_languages(self, folder: str, dossier: str) -> None:
        book = load_rulebook(rules_root() / folder)
        facts = read_dossier(dossier, book)
        assert book.agreement.documents
        for name, declared in book.agreement.documents.items():
            about = None if declared.about is None else next(iter(facts.rows(declared.about) or ())).identity
            day = book.agreement.sample_as_of if about is None else None
            made = [
                document(facts, name, about=about, rulebook=book, teller=Teller(lang), as_of=day) for lang in LANGUAGES
            ]
            assert made[0].title != made[1].title
            assert [len(each.sections) for each in made] == [len(made[0].sections)] * 2
            assert all(list(each.tables()) for each in made)

    def test_both_engines_agree(self, folder: str) -> None:
        if inference_version() is None:
            pytest.skip("durable_rules is not installed")
        book = load_rulebook(rules_root() / folder)
        dossier = read_dossier(rules_root() / folder / "sample", book)
        report = check(dossier, book, as_of=book.agreement.sample_as_of)  # raises where they differ
        assert report.inference == inference_version()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", YEARS)
def test_years_in_its_own_words(folder: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = f"simulate {YEARS[folder]} --years 12 --engine interpreted --detail --lang {lang} --rules"
    assert main([*command.split(), str(rules_root() / folder)]) == 0
    assert {"fr": "appels prévus", "en": "calls planned"}[lang] in capsys.readouterr().out
