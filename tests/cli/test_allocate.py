"""``innosprint allocate``: what a coordinator types on the evening before a session, right and wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules.allocation.sharing.results import METHOD_NAMES, METHODS, method_named
from innosprint_rules.cli.app import main

ROOT = Path(__file__).parents[2]
FOURTH, YEAR = (str(ROOT / "examples" / name) for name in ("fourth-session", "saint-quentin-2019"))
SCHEMA = json.loads((ROOT / "innosprint_rules" / "report" / "innosprint-allocation-1.schema.json").read_text("utf-8"))
EVENING = ["--session", "S4", "--as-of", "2019-06-19"]


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "INNOSPRINT_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def words(text: str) -> str:
    """Return a page as one line with plain spaces."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def asked(folder: str, *options: str) -> list[str]:
    return ["allocate", folder, *EVENING, *options]


def test_the_methods_stand_side_by_side_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(FOURTH, "--method", "all", "--detail")) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    told = words(out)
    assert told.startswith("Session S4 du 20/06/2019 : 6 333,33 € à répartir, 9 demandes pour 21 500,00 €")
    for said in (
        "reste 19 000,00 €, dont 12 666,67 € gardés pour 2 sessions à venir (S5, S6), à parts égales",
        "/50 demandé investisseur proportionnelle mieux-notées parts-égales",
        "P07 42 4 000,00 € 2 500,00 € – 2 533,33 € –",
        "total 21 500,00 € 6 333,33 € 6 333,33 € 6 333,33 € 6 333,33 €",
        "P10 : rien, ALC03 (art. 2) : il manque l’objectif",
        "100,00 € de réserve en moins iraient à P07",
        "P07 (2 500,00 €), P12 (1 200,00 €) : rien, leur part serait sous leur minimum",
        "à égalité, la mieux notée puis l’identifiant passent devant",
    ):
        assert said in told
    assert told.count("contrôlé : rien n’est enfreint") == len(METHODS)


def test_nothing_kept_and_the_endowment_binds_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(asked(YEAR, "--reserve", "0", "--method", "greedy", "--lang", "en", "--detail")) == 3
    )  # no needs are written there
    told = words(capsys.readouterr().out)
    assert told.startswith("Session S4 of 20 June 2019: €19,000.00 to share out, 6 requests for €28,500.00 nothing is")
    assert "P02, P07, P09: the whole request" in told
    assert "P08 (€2,500.00), P04 (€1,500.00), P03 (€1,000.00): nothing, their minimum is no longer left" in told
    assert "€100.00 more of endowment (END01) would change nothing" in told
    assert "still to verify: need and objective are written (ALC03), the project's progress is evaluated" in told


@pytest.mark.parametrize(("reserve", "kept"), [("5 000,00 €", "5000.00"), ("0", "0.00"), ("auto", "12666.67")])
def test_the_json_keeps_to_its_schema(reserve: str, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(FOURTH, "--reserve", reserve, "--format", "json")) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    assert document["reserve"]["amount"] == kept
    assert [each["method"] for each in document["methods"]] == ["investor", "proportional", "greedy"]
    for method in document["methods"]:
        cents = [int(share["amount"].replace(".", "")) for share in method["shares"]]
        assert sum(cents) == int(method["total"].replace(".", "")) <= 1_900_000 - int(kept.replace(".", ""))


@pytest.mark.parametrize("method", METHODS)
def test_a_proposal_is_saved_and_check_says_that_it_may_be_voted(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "proposition.csv"
    assert main(asked(FOURTH, "--method", method, "--write", str(path))) == 0
    assert "proposition écrite" in words(capsys.readouterr().err)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid;session;date_decision;projet;montant;besoin;objectif")
    assert main(["check", "--detail", FOURTH, "--as-of", "2019-06-19", "--proposal", str(path)]) == 0
    assert words(capsys.readouterr().out).startswith("Vous pouvez voter ces")


def test_what_is_there_is_replaced_only_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "proposition.csv"
    path.write_text("mine", encoding="utf-8")
    one = asked(FOURTH, "--method", "greedy", "--write", str(path))
    assert main(one) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    told = capsys.readouterr()
    assert told.out == ""
    assert "existe déjà" in told.err
    assert main([*one, "--force"]) == 0
    assert "P07;2533,33" in path.read_text(encoding="utf-8-sig")
    copy = tmp_path / "dossier"
    shutil.copytree(FOURTH, copy)
    before = (copy / "attributions.csv").read_bytes()
    assert main(asked(str(copy), "--method", "greedy", "--write", str(copy / "attributions.csv"), "--force")) == 2
    assert (copy / "attributions.csv").read_bytes() == before


def test_the_page_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(FOURTH, "--output", str(tmp_path / "page.txt"))) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3  # what there is to share out, and what is kept
    assert "investisseur" in (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert main(asked(FOURTH, "--format", "json", "--output", str(tmp_path / "page.json"))) == 0
    assert json.loads((tmp_path / "page.json").read_text(encoding="utf-8"))["schema"] == "innosprint-allocation/1"


MISTAKES = [
    (["--session", "S9", "--as-of", "2019-06-19"], "pas de session « S9 »"),
    (["--session", "s2", "--as-of", "2019-06-19"], "s’est tenue le 07/03/2019, avant le 19/06/2019"),
    (["--session", "S5", "--as-of", "2019-06-19"], "aucune demande pour la session S5"),
    (["--session", ""], "--session est vide"),
    (["--as-of", "2019-06-19"], "il manque l’option --session"),
    ([*EVENING, "--method", "fair"], "méthode inconnue « fair »"),
    ([*EVENING, "--reserve", "20000"], "20 000,00 €, alors qu’il reste 19 000,00 €"),
    ([*EVENING, "--reserve", "peu"], "« peu » n’est pas un montant"),
    ([*EVENING, "--reading", "Q99=x"], "Q99"),
    ([*EVENING, "--format", "pdf"], "« pdf » n’est pas possible"),
    ([*EVENING, "--write", "p.csv"], "--write garde la proposition d’une seule méthode"),
    ([*EVENING, "--write", "p.ods", "--method", "greedy"], "une proposition s’écrit en CSV ou en classeur .xlsx"),
    ([*EVENING, "--write", "p.csv", "--output", "./p.csv", "--method", "greedy"], "nomment le même fichier"),
]


@pytest.mark.parametrize(("options", "said"), MISTAKES)
def test_mistakes_are_told_and_nothing_is_printed(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["allocate", "--detail", FOURTH, *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in words(told.err)
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []
    assert main(["allocate", "--detail", FOURTH, *options, "--lang", "en"]) == 2
    assert said not in words(capsys.readouterr().err) or said in ("Q99",)


def test_mistakes_in_the_requests_name_their_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "dossier"
    shutil.copytree(FOURTH, copy)
    table = copy / "demandes.csv"
    text = table.read_text(encoding="utf-8-sig")
    wrong = text.replace(";800,00 €;3", ";2 800,00 €;3").replace("D02;S4;P02", "D02;S4;P01")
    table.write_text(wrong, encoding="utf-8")
    assert main(asked(str(copy))) == 2
    told = words(capsys.readouterr().err)
    assert "2 erreurs" in told
    assert "demandes.csv, ligne 2, colonne « montant_minimum » : D01 : le minimum, 2 800,00 €, dépasse" in told
    assert "demandes.csv, ligne 3, colonne « projet » : D02 : le projet P01 a déjà une demande pour S4, D01" in told
    table.write_text(text.replace(";800,00 €;3;4", ";800,00 €;7;4"), encoding="utf-8")
    assert main(asked(str(copy))) == 2
    assert "note_besoin" in capsys.readouterr().err
    table.unlink()
    assert main(asked(str(copy))) == 2
    assert "pas de table « demandes »" in words(capsys.readouterr().err)


def test_weights_that_make_no_sense_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules" / "innosprint", rules)
    parameters = rules / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    for old, new, said in (
        ("{2018-11-27: 80}", "{2018-11-27: 120}", "ne doit pas monter"),
        ("{2018-11-27: 4}", "{2018-11-27: -4}", "« capacity_weight » doit être un nombre entier de 0 à 1000"),
    ):
        parameters.write_text(text.replace(old, new), encoding="utf-8")
        assert main(asked(FOURTH, "--rules", str(rules))) == 2
        assert said in words(capsys.readouterr().err)
    parameters.write_text(text[: text.index("# How requests are compared")], encoding="utf-8")
    assert main(asked(FOURTH, "--rules", str(rules), "--method", "greedy")) == 0  # no weights: every score counts alike
    assert "/20" in capsys.readouterr().out


def test_methods_are_taken_by_their_french_names_too(capsys: pytest.CaptureFixture[str]) -> None:
    french = [called.fr for called in METHOD_NAMES.values()]
    assert [method_named(name.upper()) for name in (*french, *METHODS)] == [*METHODS, *METHODS]
    assert method_named("mieux notees") == "greedy"
    assert method_named("les mieux") is None
    options = [word for name in ("Proportionnelle", "greedy") for word in ("--method", name)]
    assert main(asked(FOURTH, *options, "--format", "json")) == 0
    assert [each["method"] for each in json.loads(capsys.readouterr().out)["methods"]] == ["proportional", "greedy"]
    assert main(asked(FOURTH, "--method", "toutes")) == 0
    page = capsys.readouterr().out
    assert [name for name in french if name not in page] == []
