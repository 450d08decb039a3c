"""``innosprint check`` from end to end: statuses, words, streams, and everything that can be given wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules.cli.app import choose_language, locale_language, main
from innosprint_rules.errors import EngineDisagreement, UsageError
from innosprint_rules.saving import save

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
YEAR, TROUBLE = str(EXAMPLES / "saint-quentin-2019"), str(EXAMPLES / "year-in-trouble")
FINE, BAD = (str(EXAMPLES / "proposals" / f"session-4-{kind}.csv") for kind in ("fine", "in-trouble"))
EVE = ("--as-of", "2019-06-19")
SCHEMA = json.loads((ROOT / "innosprint_rules" / "report" / "innosprint-report-2.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "INNOSPRINT_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as people do, its output piped."""
    return subprocess.run(
        [sys.executable, "-m", "innosprint_rules", *arguments],
        capture_output=True, cwd=ROOT, timeout=300, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **extra},
    )  # fmt: skip


def dossier(folder: Path, **tables: str) -> str:
    """Write a small dossier: one CSV text a table."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def unknown_payment(tmp_path: Path) -> str:
    """A dossier in which nothing is broken before May 2019 and one decision has no date."""
    return dossier(
        tmp_path / "d",
        attributions="id;session;date_decision;projet;montant;besoin;objectif;evaluation_avancees;decideurs\n"
        "A1;S1;;P1;100;b;o;e;CASQ; FN\n".replace("CASQ; FN", "CASQ, FN"),
        versements="id;date;sens;montant\n",
        sessions="code;date;co_organisateurs\nS1;15/01/2019;CASQ, FN, UPJV, PFT Innovaltech\n",
    )


# statuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "first"),
    [
        ((YEAR, *EVE), 0, "Aucun manquement au 19/06/2019"),
        ((TROUBLE, "--as-of", "2020-02-01"), 1, "35\u00a0manquements, 5\u00a0avertissements, au 01/02/2020"),
        ((YEAR, *EVE, "--proposal", BAD), 1, "2\u00a0lignes sur 4 enfreignent la convention"),
        ((YEAR, *EVE, "--proposal", FINE), 0, "Vous pouvez voter ces 4 lignes"),
        ((YEAR, *EVE, "--proposal", FINE, "--lang", "en"), 0, "You may vote these 4 rows"),
        ((YEAR, *EVE, "--proposal", BAD, "--lang", "en"), 1, "2\u00a0rows of 4 break the agreement"),
    ],
)
def test_the_first_line_answers(
    arguments: tuple[str, ...], status: int, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--detail", *arguments]) == status
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == first
    assert told.err == ""


def test_a_serious_doubt_exits_with_3(unknown_payment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--detail", unknown_payment, "--as-of", "2019-02-01"]) == 3
    out = capsys.readouterr().out
    assert out.startswith("Aucun manquement, mais ")
    assert "pas vérifiable" in out.splitlines()[0]
    assert "date_decision\u00a0» (attributions)" in out
    assert main(["check", "--detail", unknown_payment, "--as-of", "2019-02-01", "--fail-on", "none"]) == 0


def test_with_a_proposal_only_what_is_new_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proposal = tmp_path / "p.csv"
    proposal.write_text("id;session;projet;montant\n", encoding="utf-8")
    arguments = ["check", "--detail", TROUBLE, "--as-of", "2019-06-19", "--quiet"]
    assert main(arguments) == 1
    capsys.readouterr()
    assert main([*arguments, "--proposal", str(proposal), "--fail-on", "notice"]) == 0
    assert main([*arguments, "--proposal", str(proposal), "--fail-on", "all"]) == 1
    assert capsys.readouterr().out.splitlines() == ["La proposition ne contient aucune ligne à voter"] * 2


def test_one_line_of_a_proposal_is_told_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Path(BAD).read_text(encoding="utf-8-sig").splitlines()
    for number, said in ((1, "Vous pouvez voter cette ligne"), (3, "La ligne A10 enfreint la convention")):
        proposal = tmp_path / "p.csv"
        proposal.write_text("\n".join([lines[0], lines[number]]), encoding="utf-8")
        main(["check", "--detail", YEAR, *EVE, "--proposal", str(proposal)])
        assert capsys.readouterr().out.splitlines()[0] == said


def test_a_proposed_line_says_by_how_much_it_breaks_what(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--detail", YEAR, *EVE, "--proposal", BAD])
    out = " ".join(capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "✓ A08 P02 5 000,00 € conforme" in out
    assert "✗ A11 P09 8 000,00 € enfreint END01" in out
    assert "END01 (art. 4.1 §1)" in out
    assert "4 500,00 € de trop" in out
    assert "reste à attribuer 19 000,00 € −4 500,00 €" in out


def test_a_part_of_the_rules_is_said_on_the_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--detail", YEAR, *EVE, "--proposal", BAD, "--select", "ALC,PAY", "--ignore", "ALC03"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Vous pouvez voter ces 4 lignes (")
    assert "règles sur" in first


# what is printed, and where --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [(YEAR, *EVE), (TROUBLE, "--as-of", "2020-02-01"), (YEAR, *EVE, "--proposal", BAD)]
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_wider_than_80_columns_nor_coloured_when_piped(arguments: tuple[str, ...], lang: str) -> None:
    done = run("check", *arguments, "--lang", lang)
    out = done.stdout.decode()
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert done.stderr == b""


def test_colour_changes_no_word() -> None:
    arguments = ("check", "--detail", YEAR, *EVE, "--proposal", BAD)
    plain = run(*arguments).stdout.decode()
    coloured = run(*arguments, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="80").stdout.decode()
    assert "\x1b[1;31m" in coloured
    stripped = "".join(part.partition("m")[2] if n else part for n, part in enumerate(coloured.split("\x1b[")))
    assert stripped == plain
    assert "\x1b" not in run(*arguments, FORCE_COLOR="1", NO_COLOR="1").stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "status"), [((YEAR, *EVE), 0), ((TROUBLE,), 1), ((YEAR, *EVE, "--proposal", BAD), 1)]
)
def test_json_alone_stands_on_stdout(arguments: tuple[str, ...], status: int) -> None:
    done = run("check", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (status, b"")
    jsonschema.validate(json.loads(done.stdout), SCHEMA)


def test_the_json_of_a_doubt_is_json_too(unknown_payment: str) -> None:
    done = run("check", unknown_payment, "--as-of", "2019-02-01", "--format", "json")
    assert done.returncode == 3
    jsonschema.validate(json.loads(done.stdout), SCHEMA)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-16"])
def test_any_encoding_can_be_written(encoding: str) -> None:
    done = run("check", TROUBLE, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(encoding)
    assert "manquements" in text
    assert "?" not in text.splitlines()[0]
    assert max(map(len, text.splitlines())) <= 80


def test_a_reader_who_leaves_changes_no_status() -> None:
    command = [sys.executable, "-m", "innosprint_rules", "check", TROUBLE, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "innosprint_rules", "check", YEAR, *EVE],
            stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "plus de place" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


# files -----------------------------------------------------------------------------------------------


def test_the_report_can_be_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "rapport.txt"
    target.write_text("hier", encoding="utf-8")
    assert main(["check", "--detail", TROUBLE, "--as-of", "2020-02-01", "--output", str(target)]) == 2
    assert target.read_text(encoding="utf-8") == "hier"
    capsys.readouterr()
    assert main(["check", "--detail", TROUBLE, "--as-of", "2020-02-01", "--output", str(target), "--force"]) == 1
    assert capsys.readouterr().out.startswith("35\u00a0manquements")
    assert target.read_text(encoding="utf-8").startswith("35\u00a0manquements")
    assert list(tmp_path.iterdir()) == [target]
    assert main(["check", "--detail", TROUBLE, "--format", "json", "--output", str(target), "--force"]) == 1
    assert capsys.readouterr().out == ""
    jsonschema.validate(json.loads(target.read_text(encoding="utf-8")), SCHEMA)


def test_what_is_read_is_never_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(dossier(tmp_path / "d", projets="code\nP1\n"))
    for target in (folder, folder / "projets.csv", folder / "nouveau.txt", tmp_path / "d" / ".." / "d" / "projets.csv"):
        assert main(["check", "--detail", str(folder), "--output", str(target)]) == 2
        assert "fait partie de ce qui est lu" in capsys.readouterr().err.replace("\n    ", " ")
    assert [path.name for path in folder.iterdir()] == ["projets.csv"]
    link = tmp_path / "lien.csv"
    link.hardlink_to(folder / "projets.csv")
    with pytest.raises(UsageError):
        save("x", link, [folder / "projets.csv"], force=True)


@pytest.mark.parametrize("target", ["{}/absent/rapport.txt", "{}", "{}/fichier/rapport.txt"])
def test_a_place_where_nothing_can_be_written(target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fichier").write_text("")
    assert main(["check", "--detail", YEAR, *EVE, "--output", target.format(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("erreur\u00a0:")
    assert str(tmp_path) in told.err
    assert told.out == ""


def test_an_interrupted_writing_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "rapport.txt"
    target.write_text("hier", encoding="utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save("aujourd'hui", target, force=True)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text(encoding="utf-8") == "hier"


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_ctrl_c_says_so_and_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "rapport.txt"
    script = (
        "import sys, time, innosprint_rules.dossier.reading as reading\n"
        "def wait(path, *_rules):\n    print('ready', flush=True)\n    time.sleep(60)\n"
        "reading.read_dossier = wait\n"
        "from innosprint_rules.cli.app import main\n"
        f"sys.exit(main(['check', {YEAR!r}, '--output', {str(target)!r}]))\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"interrompu\n"
        assert process.stdout.read() == b""
    assert process.returncode == 130
    assert not target.exists()


# what is given wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "vouliez-vous dire check"),
        (["check"], "il manque DOSSIER"),
        (["check", YEAR, "autre"], "en trop sur la ligne de commande"),
        (["check", YEAR, "--propsal", "x"], "option inconnue\u00a0: --propsal"),
        (["check", YEAR, "--as-of"], "l’option --as-of attend une valeur"),
        (["check", YEAR, "--quiet=oui"], "l’option --quiet ne prend pas de valeur"),
        (["check", YEAR, "--as-of", "31/02/2019"], "n’existe pas au calendrier"),
        (["check", YEAR, "--as-of", " "], "la date est vide"),
        (["check", YEAR, "--reading", "Q9"], "« Q9 » n’est pas une lecture"),
        (["check", YEAR, "--reading", "Q9=net,Q9=gross"], "deux réponses à Q9"),
        (["check", YEAR, "--reading", "Q9=rien"], "Q9 n’a pas de lecture"),
        (["check", YEAR, "--select", "ZZZ"], "aucune règle ne commence par"),
        (["check", YEAR, "--format", "yaml"], "au choix\u00a0: text, json"),
        (["check", YEAR, "--fail-on", "jamais"], "au choix\u00a0: error"),
        (["check", YEAR, "--lang", "de"], "n’est pas une langue connue"),
        (["check", YEAR, "--lang"], "--lang attend une langue"),
        (["check", ""], "DOSSIER est vide"),
        (["check", "absent"], "ce chemin n’existe pas"),
        (["check", YEAR, "--proposal", "absent.csv"], "ce chemin n’existe pas"),
        (["check", YEAR, "--proposal", f"{YEAR}/projets.csv"], "aucune ligne d’en-têtes reconnue"),
        (["check", YEAR, "--rules", YEAR], "donner un dossier qui contient agreement.yaml"),
    ],
)
def test_a_mistake_is_told_in_french_with_status_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said.replace("\u00a0", " ") in " ".join(told.err.replace("\u00a0", " ").split())
    for english in ("Usage:", "Error", "Missing", "No such", "Invalid", "Traceback", "Try"):
        assert english not in told.err
    assert all(len(line) <= 80 or "/" in line for line in told.err.splitlines())  # a path stays in one piece


def test_every_mistake_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--detail", YEAR, "--as-of", "hier", "--reading", "zz", "--output", "", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("3 errors:")
    assert told.count("error: ") == 3
    folder = dossier(tmp_path / "d", versements="id;date;sens;montant\nV1;32/01/2019;CASQ->FN;abc\n")
    assert main(["check", "--detail", folder, "--proposal", "absent.csv", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "“32/01/2019”" in told
    assert "“abc”" in told
    assert "absent.csv" in told


def test_a_disagreement_of_the_engines_is_not_the_users_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def disagree(*_: object, **__: object) -> None:
        raise EngineDisagreement("END01 on A1: …")

    monkeypatch.setattr("innosprint_rules.engine.check.check", disagree)
    assert main(["check", "--detail", YEAR]) == 2
    told = capsys.readouterr()
    assert "Ce n’est pas votre faute" in " ".join(told.err.split())
    assert told.out == ""


@pytest.mark.parametrize("wrong", [MemoryError(), RuntimeError("what"), OSError(28, "full")])
def test_what_should_not_happen_is_no_breach(
    wrong: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise wrong

    monkeypatch.setattr("innosprint_rules.engine.check.check", fall)
    assert main(["check", "--detail", YEAR]) == 2
    assert capsys.readouterr().err.startswith("erreur\u00a0: ")


# language and help -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "en"),
        ([], {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_US.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "fr"),
        ([], {"INNOSPRINT_LANG": "en", "LANG": "fr_FR"}, "en"),
        (["--lang", "fr"], {"INNOSPRINT_LANG": "en"}, "fr"),
        (["check", "x", "--lang=en"], {"LANG": "fr_FR"}, "en"),
    ],
)
def test_the_language_is_chosen(arguments: list[str], environment: dict[str, str], lang: str) -> None:
    chosen = choose_language(arguments, environment)
    assert chosen == (lang, [word for word in arguments if "lang" not in word and word != "fr"])


def test_lang_after_two_dashes_is_a_word() -> None:
    assert choose_language(["check", "--", "--lang"], {}) == ("fr", ["check", "--", "--lang"])
    assert locale_language({"LC_ALL": "engadin"}) is None


@pytest.mark.parametrize(("lang", "words"), [("fr", "Utilisation\u00a0:"), ("en", "Usage:")])
@pytest.mark.parametrize("command", [(), ("check",), ("status",)])
def test_help_is_in_the_language_and_fits(
    command: tuple[str, ...], lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--help", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert out.startswith(words)
    assert max(map(len, out.splitlines())) <= 80
    if lang == "fr":
        assert not {"Usage", "show this", "Show", "Commands", "default"} & set(out.split())


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from innosprint_rules import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"innosprint {__version__}\n"
