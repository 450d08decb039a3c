"""Folders of CSV files as spreadsheets leave them: encodings, separators, titles, totals, faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError

PLAIN = "id;projet;montant;besoin\nA01;P01;1 500,00 €;écran\nA02;P02;35 k€;\n"


def folder(path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (path / f"{name}.csv").write_bytes(data)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    return caught.value.words("fr")


def codes(path: Path) -> list[str]:
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def plain(tmp_path: Path) -> Dossier:
    (tmp_path / "plain").mkdir()
    return read_dossier(folder(tmp_path / "plain", attributions=PLAIN))


def test_plain(plain: Dossier) -> None:
    assert plain.allocations is not None
    assert [(row.id, row.project, row.amount, row.need) for row in plain.allocations] == [
        ("A01", "P01", 150_000, "écran"), ("A02", "P02", 3_500_000, None),
    ]  # fmt: skip
    assert plain.notices == ()
    where = plain.allocations[1].location("amount")
    assert (where.file, where.row, where.column) == ("attributions.csv", 3, "montant")
    assert plain.columns("allocations") == {"id", "project", "amount", "need"}


QUOTED = 'id,projet,montant,besoin\nA01,P01,"1 500,00 €",écran\nA02,P02,35 k€,\n'


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        (PLAIN.encode(), None),
        (b"\xef\xbb\xbf" + PLAIN.encode(), None),
        (PLAIN.encode("cp1252"), "windows-1252"),
        (b"\xef\xbb\xbf" + PLAIN.encode("cp1252"), "windows-1252-marked"),
        (PLAIN.replace("\n", "\r\n").encode(), None),
        (PLAIN.replace("\n", "\r").encode(), None),
        (PLAIN.replace(";", "\t").encode(), None),
        (QUOTED.encode(), None),
        (("Attributions, au 12/09/2019; provisoire\n\n" + PLAIN).encode(), None),
        (("sep=;\n" + PLAIN).encode(), None),
        (("\n;;;\n" + PLAIN.replace("\nA02", "\n;;;\n\u00a0;;;\nA02")).encode(), None),
        ((PLAIN + "Total;;36 500,00;\n").encode(), "row-left-out"),
        ((PLAIN + "\n;TOTAL général :;36 500,00;\n;;;\n").encode(), "row-left-out"),
        (PLAIN.encode("utf-16"), None),
        (PLAIN.encode("utf-8-sig").decode().encode("utf-16-be").join([b"\xfe\xff", b""]), None),
        (PLAIN.replace("id;projet;montant", "ID ;Projet*;Montant (€)").encode(), None),
        (PLAIN.replace("\n", ";;\n").encode(), None),
        ("montant;besoin;projet;id\n1500;écran;P01;A01\n35000;;P02;A02\n".encode(), None),
    ],
)
def test_one_table_many_spellings(tmp_path: Path, plain: Dossier, content: bytes, notice: str | None) -> None:
    dossier = read_dossier(folder(tmp_path, attributions=content))
    assert dossier == plain
    assert dossier.digest == plain.digest
    assert [each.code for each in dossier.notices if each.code != "files-ignored"] == ([notice] if notice else [])


@pytest.mark.parametrize("name", ["Allocations", "ATTRIBUTIONS", "attribution"])
def test_names_of_files(tmp_path: Path, plain: Dossier, name: str) -> None:
    assert read_dossier(folder(tmp_path, **{name: PLAIN})).digest == plain.digest


def test_keys_and_values(tmp_path: Path) -> None:
    text = "Convention 2018\nClé;Valeur;Note\ndotation;35 k€;\ndate_publication;11/12/2018;x\n;;\nsiège;x;\n"
    dossier = read_dossier(folder(tmp_path, convention=text))
    assert dossier.convention is not None
    assert dossier.convention.endowment == 3_500_000
    assert dossier.convention.location("published_on").row == 4
    assert [(notice.code, notice.location.row) for notice in dossier.notices] == [("unknown-column", 6)]
    text += "Dotation;36 k€;\nquorum;moitié;\n;12;\n"
    assert codes(folder(tmp_path, convention=text)) == ["duplicate-column", "key-blank", "number-unreadable"]


def test_every_fault_with_its_place(tmp_path: Path) -> None:
    folder(
        tmp_path,
        projets="code;titre\nP01;un\np01;deux\n",
        attributions="Titre\nid;projet;montant;date_decision\nA01;P09;1,234;31/02/2019\n\n;P01;12;\n",
        versements="id;sens;date\nV1;CASQ vers FN;31/05/19\n",
    )
    told = "\n".join(problems(tmp_path)).replace("\u00a0", " ").replace("\u202f", " ")
    assert (
        told
        == """\
projets.csv, ligne 3, colonne « code » : « p01 » nomme déjà une autre ligne, écrit « P01 » (projets.csv, ligne 2) \
→ donner à chaque projet son propre identifiant
attributions.csv, ligne 3, colonne « projet » : « P09 » n’est dans aucune ligne de la table « projets » \
→ vouliez-vous dire « P01 » ?
attributions.csv, ligne 3, colonne « date_decision » : « 31/02/2019 » n’existe pas au calendrier \
→ vérifier le jour et le mois
attributions.csv, ligne 3, colonne « montant » : « 1,234 » peut se lire en milliers ou en décimales \
→ écrire 1 234 pour mille deux cent trente-quatre, 1,23 pour des décimales
attributions.csv, ligne 5, colonne « id » : l’identifiant manque \
→ remplir la cellule ou supprimer la ligne
versements.csv, ligne 2, colonne « date » : « 31/05/19 » a une année à deux chiffres \
→ écrire l’année en entier, comme 31/05/2019
versements.csv, ligne 2, colonne « sens » : « CASQ vers FN » n’est pas une valeur connue \
→ vouliez-vous dire « CASQ->FN » ?"""
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("code;titre\nP01;x;surplus\n", "cell-without-header"),
        ("code;titre;\nP01;x;surplus\n", "cell-without-header"),
        ("titre;porteur\nx;y\n", "key-column-missing"),
        ("code;titre;Titre\nP01;x;y\n", "duplicate-column"),
        ("cod;ttre\nP01;x\n", "no-header"),
        ("", "no-header"),
        ("\n\n", "no-header"),
        ('code;titre\nP01;"jamais fermé\n', "broken-quotes"),
        ('code;titre\nP01;"trop" tard\n', "broken-quotes"),
        ('code;titre\nP01;"' + "x" * 200_000 + '"\n', "cell-too-large"),
        (b"code;titre\nP01;\x81\n", "undecodable"),
        (b"code;titre\nP01;\x00\n", "not-text"),
        ("code;titre\nP01;x\n".encode("utf-16")[:-1], "not-text"),
        ("code;titre\nP01;x\n".encode("utf-16-le"), "not-text"),
        ("code;titre;porteur\nTotal;x;y\nP01;x;y\n", "row-unclear"),
        ("code;titre\nP01;a\x07b\n", "text-unreadable"),
    ],
)
def test_faults_of_form(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert codes(folder(tmp_path, projets=content)) == [code]


def test_quoted_cells_keep_their_lines(tmp_path: Path) -> None:
    text = 'id;besoin;montant\nA01;"deux\nlignes; ""entre guillemets""";12\nA02;x;non\n'
    with pytest.raises(DossierError) as caught:
        read_dossier(folder(tmp_path, attributions=text))
    assert caught.value.problems[0].location.row == 3, "rows as a spreadsheet numbers them"
    dossier = read_dossier(folder(tmp_path, attributions=text.replace("non", "1")))
    assert dossier.allocations is not None
    assert dossier.allocations[0].need == 'deux\nlignes; "entre guillemets"'


def test_no_header_suggests(tmp_path: Path) -> None:
    with pytest.raises(DossierError) as caught:
        read_dossier(folder(tmp_path, versements="idd;dat;sns\nV1;x;y\n"))
    hint = caught.value.problems[0].hint
    assert hint is not None
    assert "en-têtes attendus : « id », « date », « sens »" in hint.fr
    assert "« dat » : vouliez-vous dire « date » ?" in hint.fr


def test_a_header_alone(tmp_path: Path) -> None:
    dossier = read_dossier(folder(tmp_path, versements="id;date;montant\n", sessions="code\nS1\n"))
    assert dossier.payments == ()
    assert dossier.columns("payments") == {"id", "paid_on", "amount"}
    assert dossier.columns("sessions") == {"code"}


@pytest.mark.parametrize("amount", ["36501", "36500"])
def test_an_amount_without_a_label_may_be_data(tmp_path: Path, amount: str) -> None:
    assert codes(folder(tmp_path, attributions=PLAIN + f";;{amount};\n")) == ["key-blank"]


def test_other_files(tmp_path: Path) -> None:
    folder(tmp_path, projets="code;titre\nP01;x\n", expected="a;b\n", atributions="x\n")
    (tmp_path / "README.txt").write_text("lisez-moi")
    (tmp_path / "budget.xlsx").write_bytes(b"PK")
    (tmp_path / "sous-dossier").mkdir()
    (tmp_path / ".cache").write_text("")
    notices = read_dossier(tmp_path).notices
    assert [notice.code for notice in notices] == ["unknown-table", "unknown-table", "files-ignored"]
    assert "vouliez-vous dire « attributions » ?" in notices[0].message.fr
    assert "« README.txt », « budget.xlsx » et « sous-dossier »" in notices[2].message.fr


@pytest.mark.parametrize("name", ["versements.xlsx", "Versements.ods", "payments.json", "versements.txt"])
def test_a_table_in_another_format_is_refused(tmp_path: Path, name: str) -> None:
    folder(tmp_path, projets="code;titre\nP01;x\n")
    (tmp_path / name).write_bytes(b"PK")
    assert codes(tmp_path) == ["table-not-csv"]


def test_two_files_for_one_table(tmp_path: Path) -> None:
    folder(tmp_path, projets="code;titre\nP01;x\n", projects="code;titre\nP01;x\n")
    assert codes(tmp_path) == ["duplicate-table"]


def test_nothing_to_read(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["no-table"]
    assert codes(folder(tmp_path, projts="code\n")) == ["no-table"]
    assert "«\u00a0projts.csv\u00a0»\u00a0: vouliez-vous dire «\u00a0projets.csv\u00a0»" in problems(tmp_path)[0]
    (tmp_path / "dossier.yaml").write_text("projets: []")
    assert problems(tmp_path)[0].endswith("ou donner lui-même le fichier «\u00a0dossier.yaml\u00a0»")


def test_of_a_name_and_another_for_one_column_the_refusal_says_which_stays(tmp_path: Path) -> None:
    rows = "id;session;projet;{};{}\nD01;S1;P1;100;50\n"
    with pytest.raises(DossierError) as told:
        read_dossier(folder(tmp_path, demandes=rows.format("Montant", "montant_demande")))
    (problem,) = told.value.problems
    assert problem.hint is not None
    assert problem.hint.en.startswith("keep “montant_demande” and take “Montant” away; if it says something else")
    (row,) = read_dossier(folder(tmp_path, demandes=rows.format("montant accordé", "montant_demande"))).requests or ()
    assert (row.requested, row.model_extra) == (5_000, {"montant accordé": "100"})
