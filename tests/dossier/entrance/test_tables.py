"""Identifiers, names of tables, years and headers as people write them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError
from tests.dossier.entrance.files import AMOUNTS, HEADER, ROWS, codes, folder, refusal

# identity --------------------------------------------------------------------------------------------------------

ALIKE = ("p01", "P 01", "P\u200b01", "\u202eP01", "Р01", "Ρ01", "Ｐ０１", "P\u00ad01", "\ufeffP01")


KEYS = {
    "projets": {"code": ""}, "sessions": {"code": ""}, "attributions": {"id": ""}, "demandes": {"id": ""},
    "versements": {"id": ""}, "documents": {"id": ""}, "actions": {"id": ""}, "indicateurs": {"id": ""},
    "avenants": {"id": ""}, "attestations": {"id": ""}, "proposition": {"id": ""},
    "presentations": {"session": "S1", "projet": ""},
}  # fmt: skip


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("alike", ALIKE)
def test_identifiers_that_look_alike_are_one_in_every_table(table: str, alike: str) -> None:
    rows = [{column: given or key for column, given in KEYS[table].items()} for key in ("P01", alike)]
    with pytest.raises(ValueError, match="duplicate-"):
        Dossier.model_validate({table: rows})
    with pytest.raises(DossierError) as caught:
        Dossier.from_frames({table: pd.DataFrame(rows)})
    assert "P01" in str(caught.value)


def test_the_message_shows_both_spellings_and_the_odd_character(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, projets="code;titre\nP01;x\nР01;y\n").problems
    assert "« Р01 » (U+0420)" in problem.message.fr
    assert "« P01 »" in problem.message.fr
    (problem,) = refusal(tmp_path, projets="code;titre\nP01;x\n", attributions="id;projet\nA1;Р02\n").problems
    assert "« Р02 » (U+0420)" in problem.message.fr
    assert "« P01 »" in (problem.hint or problem.message).fr


@pytest.mark.parametrize("alike", ALIKE)
def test_references_fold_as_identifiers_do(alike: str) -> None:
    dossier = Dossier.model_validate({"projets": [{"code": "P01"}], "attributions": [{"id": "A1", "projet": alike}]})
    assert dossier.allocations is not None
    assert dossier.allocations[0].project == "P01"


def test_an_identifier_has_200_characters_at_most(tmp_path: Path) -> None:
    assert len(read_dossier(folder(tmp_path, projets=f"code\n{'P' * 200}\n")).projects or ()) == 1
    assert codes(refusal(tmp_path, projets=f"code\n{'P' * 201}\n")) == ["key-too-long"]


# tables by year, contradictions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Versements 2018-2019", "versements_2019", "Versements - Tableau 1", "VERSEMENTS (2019)", "2018-2019 versements",
     "Versements 2018-2019 - Tableau 1"],
)  # fmt: skip
def test_names_of_tables_with_their_year(tmp_path: Path, name: str) -> None:
    assert [row.amount for row in read_dossier(folder(tmp_path, **{name: HEADER + ROWS})).payments or ()] == AMOUNTS


def test_one_file_a_year_is_one_table(tmp_path: Path) -> None:
    later = ROWS.replace("V", "W").replace("2019", "2020")
    folder(tmp_path, **{"Versements 2018-2019": HEADER + ROWS, "Versements 2019-2020": HEADER + later})
    dossier = read_dossier(tmp_path)
    assert [(row.id, row.location().file) for row in dossier.payments or ()] == [
        ("V1", "Versements 2018-2019.csv"), ("V2", "Versements 2018-2019.csv"),
        ("W1", "Versements 2019-2020.csv"), ("W2", "Versements 2019-2020.csv"),
    ]  # fmt: skip
    rows = [{"id": "V1", "montant": 1}], [{"id": "W1", "montant": 2}]
    names = ("versements 2018-2019", "versements 2019-2020")
    tables = dict(zip(names, rows, strict=True))
    frames = {name: pd.DataFrame(each) for name, each in tables.items()}
    for read in (Dossier.model_validate(tables), Dossier.from_frames(frames)):
        assert [row.id for row in read.payments or ()] == ["V1", "W1"]


@pytest.mark.parametrize("other", ["versements", "Versements 2018-2019 - Tableau 1", "payments"])
def test_two_files_of_one_year_are_refused(tmp_path: Path, other: str) -> None:
    folder(tmp_path, **{"Versements 2018-2019": HEADER + ROWS, other: HEADER + ROWS.replace("V", "W")})
    assert codes(refusal(tmp_path)) == ["duplicate-table"]


def test_a_column_that_one_year_lacks_is_refused_where_a_blank_is_a_fact(tmp_path: Path) -> None:
    one, two = "id;montant;besoin\nA1;1;x\n", "id;montant\nB1;2\n"
    assert codes(refusal(tmp_path, **{"attributions 2018": one, "attributions 2019": two})) == ["columns-differ"]


def test_an_identifier_of_two_years_is_a_double(tmp_path: Path) -> None:
    files = {"Versements 2018-2019": HEADER + ROWS, "Versements 2019-2020": HEADER + ROWS}
    assert codes(refusal(tmp_path, **files)) == ["duplicate-identity"] * 2


def test_an_exit_before_the_entry_is_refused(tmp_path: Path) -> None:
    sessions = "code;date\nS1;10/01/2019\nS2;10/03/2019\n"
    projects = "code;titre;session_entree;date_sortie\nP1;x;S2;{}\n"
    (problem,) = refusal(tmp_path, projets=projects.format("15/01/2019"), sessions=sessions).problems
    assert (problem.code, problem.location.row, problem.location.column) == ("exit-before-entry", 2, "date_sortie")
    assert read_dossier(folder(tmp_path, projets=projects.format("10/03/2019"))).projects


@pytest.mark.parametrize(
    ("table", "headers", "cells", "read"),
    [
        ("projets", "N°;Nom du projet;Porteur de projet;Secteur d'activité;Session d'entrée",
         "P1;Capteurs;étudiant;industrie;S1", ("code", "title", "holder", "field", "entry_session")),
        ("projets", "code;titre;nom", "P1;Capteurs;x", ("code", "title")),
        ("sessions", "Session;Date de la session;Lieu;Organisateurs;Présents", "S1;08/02/2019;y;CASQ;CASQ",
         ("code", "held_on", "place", "co_organisers", "members_present")),
        ("demandes", "N°;Session;Code projet;Montant demandé;Montant minimal", "D1;S1;P1;5;3",
         ("id", "session", "project", "requested", "minimum")),
        ("demandes", "id;projet;Montant (€)", "D1;P1;5", ("id", "project", "requested")),
        ("versements", "N°;Date de versement;Sens;Code du projet;Attribution;Montant versé (€);Objet",
         "V1;08/02/2019;CASQ->FN;;;5;x", ("id", "paid_on", "direction", "amount", "label")),
        ("versements", "N°;id;montant;libelle;objet", "1;V1;5;x;y", ("id", "amount", "label")),
        ("documents", "Référence;Nature;Début de période;Fin de période;Date d’envoi;Expéditeur;Destinataire",
         "R1;compte_rendu_bimestriel;12/12/2018;11/02/2019;12/02/2019;FN;CASQ",
         ("id", "kind", "period_start", "period_end", "sent_on", "sender", "recipients")),
        ("actions", "N°;Date;Partenaire;Objet de l'action;Date de l'accord", "C1;08/02/2019;z;y;01/02/2019",
         ("id", "started_on", "partner", "purpose", "agreed_on")),
        ("avenants", "N° d'avenant;Date de signature;Objet;Forme", "N1;08/02/2019;autre;avenant",
         ("id", "signed_on", "purpose", "form")),
        ("proposition", "Ligne;Projet;Montant de la proposition;Besoins", "1;P1;5;x",
         ("id", "project", "amount", "need")),
    ],
)  # fmt: skip
def test_headers_as_people_write_them(
    tmp_path: Path, table: str, headers: str, cells: str, read: tuple[str, ...]
) -> None:
    dossier = read_dossier(folder(tmp_path, **{table: f"{headers}\n{cells}\n"}))
    described = dossier.schema.find_input(table)
    assert described is not None
    (row,) = dossier.rows(described.code) or ()
    assert [code for code in read if getattr(row, code) is None] == []
    known = headers.count(";") + 1 - sum(notice.code == "unknown-column" for notice in dossier.notices)
    assert len(dossier.columns(described.code)) == known


def test_a_list_with_headers_that_stand_anywhere_is_no_table(tmp_path: Path) -> None:
    told = codes(refusal(tmp_path, adherents="N°;Objet;Motif\n1;x;y\n"))
    assert told == ["no-table"]
