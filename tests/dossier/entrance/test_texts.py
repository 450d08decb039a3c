"""What cells say: errors, blanks, yes and no, odd characters, days; and one message for one cause."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from innosprint_rules.dossier import Dossier
from tests.dossier.entrance.files import HEADER, refusal

# cells -----------------------------------------------------------------------------------------------------------

ERRORS = (
    "#N/A",
    "#REF!",
    "#VALEUR!",
    "#VALUE!",
    "#DIV/0!",
    "#NOM?",
    "#NAME?",
    "#NOMBRE!",
    "NULL",
    "nan",
    "Err:502",
    "####",
    "#BLOQUÉ!",
    "null",
    "-nan",
    "1.#QNAN",
    "(null)",
)


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_text_is_blank_in_free_text_alone(tmp_path: Path, error: str) -> None:
    need = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": error, "objectif": f" {error}\u200b"}]})
    assert need.allocations is not None
    assert (need.allocations[0].need, need.allocations[0].objective) == (None, None)
    assert [notice.code for notice in need.notices] == ["error-text-blank"] * 2
    assert error in need.notices[0].message.fr
    for table, column in [("attributions", "montant"), ("attributions", "date_decision"), ("attributions", "session"),
                          ("attributions", "decideurs"), ("attributions", "statut"), ("attributions", "id"),
                          ("presentations", "axe_marche_usage"), ("projets", "dans_agglomeration"),
                          ("documents", "emetteur"), ("attestations", "clause")]:  # fmt: skip
        row = {"id": "A1", "session": "S1", "projet": "P1", "code": "P1"}
        kept = {"attributions": ("id",), "presentations": ("session", "projet"), "projets": ("code",)}.get(
            table, ("id",)
        )
        cells = {code: row[code] for code in kept} | {column: error}
        text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
        path = tmp_path / f"{table}-{column}"
        path.mkdir()
        assert error in str(refusal(path, **{table: text}))


@pytest.mark.parametrize(
    "said", ["—", "...", "?", "À compléter", "a completer.", "N/A", "n.a.", "TBD", "Néant", "(néant)"]
)
def test_what_says_nothing_is_blank_in_what_is_to_be_said(said: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": said, "objectif": "un écran"}]})
    assert dossier.allocations is not None
    assert (dossier.allocations[0].need, dossier.allocations[0].objective) == (None, "un écran")
    assert [notice.code for notice in dossier.notices] == ["says-nothing"]


@pytest.mark.parametrize(
    "said", ["sans objet", "S.O.", "RAS", "(à préciser)", "non renseigné", "en attente", "Aucun.", "NC"]
)
def test_what_looks_like_no_answer_is_told_and_kept(said: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": said, "objectif": "sans fil, à poser"}]})
    assert [row.need for row in dossier.allocations or ()] == [said]
    assert [notice.code for notice in dossier.notices] == ["looks-like-no"]


@pytest.mark.parametrize("word", ["proposée", "Proposé", "DECIDEE", "refusées"])
def test_a_need_that_is_a_status_is_told(word: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": word}]})
    assert [notice.code for notice in dossier.notices] == ["status-word"]


@pytest.mark.parametrize(
    "text", ["non abordé", "✗", "à faire", "néant", "pas encore", "-", "Aucune", "à venir", "n/a", "☐"]
)
def test_what_looks_like_no_is_yes_and_told(text: str) -> None:
    dossier = Dossier.model_validate({"presentations": [{"session": "S1", "projet": "P1", "avancees": text}]})
    assert dossier.presentations is not None
    assert dossier.presentations[0].progress is True
    (notice,) = dossier.notices
    assert notice.code == "looks-like-no"
    assert f"« {text} »" in notice.message.fr


@pytest.mark.parametrize(
    "text", ["oui", "x", "✓", "Prototype testé", "non", "nouvelle maquette", "1", "présenté", "NORD"]
)
def test_what_says_yes_or_no_is_not_told(text: str) -> None:
    dossier = Dossier.model_validate({"presentations": [{"session": "S1", "projet": "P1", "avancees": text}]})
    assert dossier.notices == ()


def test_odd_characters_are_named(tmp_path: Path) -> None:
    text = HEADER + "V1;08/02/2019;CASQ->FN;;;35  000,00;\nV2;08/02/2019;CASQ->FN;;;35\u2002000,00;\n"
    told = [problem.message.fr for problem in refusal(tmp_path, versements=text).problems]
    assert "U+0020 ×2" in told[0]
    assert "U+2002" in told[1]


@pytest.mark.parametrize(
    "text",
    ["08.02.2019", "8-2-2019", "2019/02/08", "8 févr. 2019", "08/02/2019", "8 fevrier 2019", "2019-2-8", "8-févr.-2019",
     "8 Feb 2019", "\u200e08/02/2019", "8\u00a0février\u00a02019"],
)  # fmt: skip
def test_dates_that_mean_one_day(text: str) -> None:
    (row,) = Dossier.model_validate({"sessions": [{"code": "S1", "date": text}]}).sessions or ()
    assert row.held_on == dt.date(2019, 2, 8)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([dt.date(2019, 2, 5), "24/05/2019"], True), ([dt.date(2019, 2, 5), "13 mai 2019"], True),
        (["2019-02-05", "24/05/2019"], True), (["2019-02-25", "24/05/2019"], False),
        ([dt.date(2019, 2, 25), "24/05/2019"], False), ([dt.date(2019, 2, 5), dt.date(2019, 5, 24)], False),
        (["05/02/2019", "24/05/2019"], False), (["2019-02-05", "2019-05-24"], False),
        ([dt.date(2019, 2, 5), ""], False),
    ],
)  # fmt: skip
def test_two_kinds_of_dates_in_a_column_are_told(dates: list[object], told: bool) -> None:
    rows = [{"code": f"S{number}", "date": day} for number, day in enumerate(dates)]
    notices = Dossier.model_validate({"sessions": rows}).notices
    assert [notice.code for notice in notices] == (["dates-of-two-kinds"] if told else [])
    assert not told or "02/05/2019" in notices[0].message.fr


# one message a cause ---------------------------------------------------------------------------------------------


def test_one_cause_is_one_message_with_the_count_and_the_first_places(tmp_path: Path) -> None:
    text = HEADER + "".join(f"V{n};31/02/2019;CASQ->FN;;;{n};\n" for n in range(200)) + ";;CASQ->FN;;;1;x\n" * 5
    problems = refusal(tmp_path, versements=text).problems
    assert [problem.code for problem in problems] == ["date-impossible", "key-blank"]
    assert "200 places: line 2, line 3, line 4…" in problems[0].message.en
    assert "5 endroits : ligne 202, ligne 203, ligne 204…" in problems[1].message.fr


def test_different_values_of_one_cause_are_quoted(tmp_path: Path) -> None:
    text = HEADER + "".join(f"V{n};{n}/02/19;CASQ->FN;;;{n};\n" for n in range(1, 8))
    (problem,) = refusal(tmp_path, versements=text).problems
    assert "7 places: line 2 “1/02/19”, line 3 “2/02/19”, line 4 “3/02/19”…" in problem.message.en
