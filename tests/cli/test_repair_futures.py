"""``innosprint repair --scenario``: amounts that are safe under every reading, and how the year may then end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules.allocation.repairing.document import RepairDocument
from innosprint_rules.allocation.repairing.repair import repair
from innosprint_rules.allocation.repairing.results import Repair
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.consigning.as_voted import as_voted
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.engine.check import check
from innosprint_rules.location import rules_root
from innosprint_rules.report.content.outcome.safe_vote import safe_vote, safe_words
from innosprint_rules.report.content.teller import ENGLISH, FRENCH
from innosprint_rules.report.documents.html import web_page
from innosprint_rules.report.sheets.repair import repair_sheet
from innosprint_rules.report.text.repair import repair_lines
from innosprint_rules.report.text.screen.proposed import short_repair
from innosprint_rules.simulation.simulate import simulate
from innosprint_rules.wording import capital
from tests.cli.test_repair import BAD, EVE, FINE, YEAR, line, plain, proposal

DAY = date(2019, 6, 19)
FEW = ("--scenario", "baseline", "--years", "5")
MEMBERS = ("CASQ", "FN", "UPJV-INSSET", "INNOVALTECH")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return read_dossier(YEAR)


def broken(dossier: Dossier, **options: Any) -> set[tuple[str, str | None]]:
    report = check(dossier, inference=False, **options)
    return {(f.rule, f.subject.id) for f in report.findings if f.verdict == "violated" and f.severity == "error"}


@pytest.fixture(scope="module")
def fine(dossier: Dossier) -> Repair:
    """Lines that comply as they are."""
    return repair(dossier, proposal=FINE, as_of=DAY)


@pytest.fixture(scope="module")
def bad(dossier: Dossier) -> Repair:
    """Lines that do not, with what may come of them."""
    found = repair(dossier, proposal=BAD, as_of=DAY)
    return replace(found, vote_safe=safe_vote(found, "baseline", years=12))


def test_what_is_voted_is_judged_as_what_was_proposed(dossier: Dossier, fine: Repair, bad: Repair) -> None:
    for found in (fine, bad):
        assert found.safe is not None
        after, day = as_voted(found.model.dossier, found.safe, DAY, MEMBERS)
        assert day == date(2019, 6, 20)
        assert broken(after, as_of=day) == broken(dossier, proposal=found.safe, as_of=day) == set()
        assert after.decided[: len(dossier.decided)] == dossier.decided
        assert [row.identity for row in after.decided[len(dossier.decided) :]] == [r.identity for r in found.safe.rows]


def test_the_share_is_that_of_the_simulated_dossier(fine: Repair) -> None:
    told = safe_vote(fine, "baseline", years=12)
    assert told is not None
    assert told.as_proposed is None
    assert all(each.before == each.after for each in told.lines)
    assert fine.safe is not None
    after, day = as_voted(fine.model.dossier, fine.safe, DAY, MEMBERS)
    outcome = simulate("baseline", after, years=12, as_of=day, engine="interpreted")
    assert (told.futures.clean.count, told.futures.years) == (outcome.clean.count, 12)


def test_a_session_of_which_nothing_is_written_yet_is_held_in_order(dossier: Dossier) -> None:
    without = tuple(row for row in dossier.rows("presentations") or () if row.session != "S4")
    eve = dossier.model_copy(update={"presentations": without})
    eve._digest = None
    found = repair(eve, proposal=FINE, as_of=DAY)
    told = safe_vote(found, "baseline", years=12)
    assert told is not None
    assert told.assumed == ("S4",)
    assert told.futures.clean.count > 0
    said = " ".join(safe_words(told, found.report, ENGLISH))
    assert "Who presented at “S4” is not written yet: everyone is counted" in said


def test_told_in_both_languages(bad: Repair) -> None:
    lines = short_repair(bad, FRENCH, True)
    assert len(lines) <= 24
    out = plain("\n".join(line.text for line in lines))
    assert "Montants sûrs, quelle que soit la lecture du texte : A08 5 000,00 €, A09 6 000,00 €, A10 refusée et" in out
    assert "Votés ainsi, l’année finit sans manquement dans" in out
    assert "des cas (12 années simulées, scénario baseline)" in out
    assert "Votés tels que proposés : dans 0 %" in out
    assert "C’est un conseil, non un contrôle" in out
    out = plain("\n".join(line.text for line in repair_lines(bad, (), ENGLISH, True)))
    assert "Amounts that are safe however the text is read: A08 €5,000.00" in out
    assert "vote_safe" not in plain(out)
    assert "safe" not in "".join(line.text for line in short_repair(bad, ENGLISH))


def test_told_on_paper(bad: Repair, fine: Repair) -> None:
    page = web_page(repair_sheet(bad, FRENCH, True))
    assert bad.vote_safe is not None
    for said in map(plain, safe_words(bad.vote_safe, bad.report, FRENCH)):
        assert capital(said) in plain(page)
    assert "safe" not in web_page(repair_sheet(bad, ENGLISH))
    assert "No amounts are safe" in web_page(repair_sheet(fine, ENGLISH, True))  # nothing was worked out for these


def test_told_as_json(bad: Repair, fine: Repair) -> None:
    read = RepairDocument.model_validate_json(bad.model_dump_json())
    assert read.vote_safe is not None
    assert [(each.id, each.refused) for each in read.vote_safe.lines] == [
        ("A08", False), ("A09", False), ("A10", True), ("A11", False),
    ]  # fmt: skip
    assert read.vote_safe.as_proposed is not None
    assert (read.vote_safe.futures.years, read.vote_safe.as_proposed.without_breach.years) == (12, 0)
    assert RepairDocument.model_validate_json(fine.model_dump_json()).vote_safe is None


def test_without_amounts_that_are_safe(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    offered = proposal(tmp_path, line("X1", "P02", "90000"))
    asked = ("repair", YEAR, "--proposal", offered, *EVE, "--keep", "X1", *FEW)
    assert main([*asked, "--lang", "en"]) == 1
    assert "No amounts are safe however the text is read" in plain(capsys.readouterr().out)
    assert main([*asked, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["vote_safe"] is None


def test_no_amount_is_safe_for_a_line_that_has_none(dossier: Dossier, tmp_path: Any) -> None:
    offered = proposal(tmp_path, line("X1", "P02", ""), line("X2", "P02", "500"))
    told = safe_vote(repair(dossier, proposal=offered, as_of=DAY), "nothing-more-happens", years=1)
    assert told is not None
    assert ([each.line for each in told.lines], told.without_amount) == (["X2"], ("X1",))
    assert "Without an amount nothing is safe for “X1”" in safe_words(told, check(dossier, as_of=DAY), ENGLISH)


def test_what_is_broken_already_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    offered = proposal(tmp_path, line("X1", "P02", "100"))
    year = YEAR.replace("saint-quentin-2019", "year-in-trouble")
    assert main(["repair", year, "--proposal", offered, *EVE, *FEW, "--lang", "en"]) in (0, 3)
    out = plain(capsys.readouterr().out)
    assert "there already, and count" in out
    assert "in 0%" in out


@pytest.mark.parametrize(
    ("options", "told"),
    [(("--years", "5"), "--years does not go without --scenario"),
     (("--scenario", "basline"), "did you mean “baseline”?"),
     (("--scenario", "baseline", "--years", "0"), "--years: “0” is not possible")],
)  # fmt: skip
def test_mistakes(capsys: pytest.CaptureFixture[str], options: tuple[str, ...], told: str) -> None:
    assert main(["repair", YEAR, "--proposal", BAD, *EVE, *options, "--lang", "en"]) == 2
    assert told in plain(capsys.readouterr().err)


def test_an_agreement_of_somebodys_own_goes_on_by_its_own_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody presents anything there; two of its rules are left to the reference, in so many years at most."""
    folder = rules_root() / "cascade"
    offered = tmp_path / "proposition.csv"
    offered.write_text(
        "id;appel;candidat;date_decision;montant;statut;objet\nN1;A2;C04;2024-12-02;50000;proposée;prototype 3\n",
        encoding="utf-8",
    )
    given = ("repair", str(folder / "sample"), "--rules", str(folder), "--proposal", str(offered))
    after = ("--as-of", "2024-12-02", "--scenario", "three-calls", "--lang", "en", "--years")
    assert main([*given, *after, "3"]) == 0
    told = plain(capsys.readouterr().out)
    assert "N1 refused" in told
    assert "(3 simulated years, scenario three-calls)" in told
    assert main([*given, *after, "10001"]) == 2
    told = plain(capsys.readouterr().err)
    assert "the kernel does not hold FTP10" in told
    assert "in 10,000 years at most" in told
