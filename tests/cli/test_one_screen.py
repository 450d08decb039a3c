"""Every answer fits a screen of 80 columns and 24 lines: the verdict and what to do first; --detail tells the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from innosprint_rules.cli.app import main

EXAMPLES = Path(__file__).parents[2] / "examples"
YEAR, TROUBLE, FOURTH = EXAMPLES / "saint-quentin-2019", EXAMPLES / "year-in-trouble", EXAMPLES / "fourth-session"
PROPOSAL = EXAMPLES / "proposals" / "session-4-in-trouble.csv"

COMMANDS = {
    "vote": ["check", YEAR, "--proposal", PROPOSAL, "--as-of", "2019-06-19"],
    "check": ["check", TROUBLE, "--as-of", "2020-02-01"],
    "status": ["status", FOURTH, "--as-of", "2019-06-03"],
    "allocate": ["allocate", FOURTH, "--session", "S4", "--as-of", "2019-06-19"],
    "repair": ["repair", YEAR, "--proposal", PROPOSAL, "--as-of", "2019-06-19"],
}
FIRST = {
    "vote": ["2 lignes sur 4", "A10", "ALC03", "A11", "END01", "4 500,00 € de trop", "D’abord : refuser A10"],
    "check": ["35 manquements", "ALC01", "END01", "Encore à restituer : 2 099,99 €"],
    "status": ["Reste 19 000,00 €", "OBJ01", "À faire", "11/07/2019"],
    "allocate": ["6 333,33 € à répartir", "investisseur", "P12", "--write"],
    "repair": ["changeant 1 ligne", "refuser A10", "ramener A11 de 8 000,00 € à 3 500,00 €"],
}


def fits(text: str, most: int) -> list[str]:
    """Return the lines of an answer that takes one screen and names the way to the rest."""
    lines = text.splitlines()
    assert len(lines) <= most
    assert max(map(len, lines)) <= 80
    assert lines[-1].endswith("--detail")
    return lines


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_an_answer_takes_one_screen(
    name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    main([*map(str, COMMANDS[name]), "--lang", lang])
    lines = fits(capsys.readouterr().out, 24)
    if lang == "fr":
        text = " ".join(" ".join(lines).replace("\u00a0", " ").replace("\u202f", " ").split())
        assert [each for each in FIRST[name] if each not in text] == []


SIMULATIONS = {
    "years": ["baseline", "--years", "60"],
    "from": ["--years", "40", "--from", FOURTH, "--as-of", "2019-06-03"],
    "side-by-side": ["baseline", "late-payment", "few-sessions", "--years", "40"],
    "events": ["fourth-session-slips", "--from", YEAR, "--as-of", "2019-05-01"],
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", SIMULATIONS)
def test_a_simulation_takes_twenty_lines(
    name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["simulate", *map(str, SIMULATIONS[name]), "--lang", lang]) == 0
    fits(capsys.readouterr().out, 20)


def test_a_simulation_needs_a_scenario_or_a_dossier(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--lang", "en"]) == 2
    assert "no scenario is named" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_detail_tells_more_and_begins_alike(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([*map(str, COMMANDS[name]), "--lang", "en"])
    short = capsys.readouterr().out.splitlines()
    main([*map(str, COMMANDS[name]), "--lang", "en", "--detail"])
    long = capsys.readouterr().out.splitlines()
    assert long[0] == short[0]
    assert len(long) > len(short)
    assert not any(line.endswith("--detail") for line in long)


def test_every_broken_line_of_a_long_proposal_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "\n".join(f"S4;P{n % 9 + 1:02d};{6000 if n > 50 else 10};b;o;e" for n in range(60))
    path = tmp_path / "p.csv"
    path.write_text(f"session;projet;montant;besoin;objectif;evaluation_avancees\n{rows}\n", "utf-8")
    main(["check", str(YEAR), "--proposal", str(path), "--as-of", "2019-06-19", "--lang", "en"])
    out = capsys.readouterr().out
    assert len(out.splitlines()) <= 24
    assert "more rows" in out.replace("\u00a0", " ")


def test_no_line_begins_with_a_semicolon(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(YEAR), "--proposal", str(PROPOSAL), "--as-of", "2019-06-19", "--lang", "fr"])
    told = capsys.readouterr().out
    assert "\u202f; ou une fois A10" in told
    assert [line for line in told.splitlines() if line.strip().startswith((";", ":", "?", "!"))] == []
