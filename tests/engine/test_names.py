"""Names as people write them, in lists of members or headings: recognised, close, or quoted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.formula.logic import Doubtful, Unrecognised
from innosprint_rules.rulebook.loading import bundled

MEMBERS = bundled().agreement.vocabularies["members"]
HEADINGS = bundled().agreement.vocabularies["headings"]
ALL = ("CASQ", "FN", "UPJV-INSSET", "INNOVALTECH")


@pytest.mark.parametrize("written", [
    "CASQ;FN;UPJV-INSSET;INNOVALTECH", "casq,fn,upjv-insset,innovaltech", "CASQ, FN, UPJV-INSSET et INNOVALTECH",
    "CASQ / FN / UPJV/INSSET / INNOVALTECH", "CASQ+FN+UPJV+INNOVALTECH", "CASQ & FN & INSSET & INNOVALTECH",
    "CASQ\nFN\r\nUPJV-INSSET\nINNOVALTECH", "• CASQ • FN • UPJV-INSSET • INNOVALTECH",
    "- CASQ\n- FN\n- UPJV INSSET\n- INNOVALTECH", "1. CASQ\n2. FN\n3. UPJV\n4. INNOVALTECH",
    "l’agglomération ; le Faubourg Numérique ; l'UPJV–INSSET ; la PFT Innovaltech.",
    "C.A.S.Q. ; F.N. ; U.P.J.V. ; Innovaltech.", "CA\u200bSQ;\ufeffFN;UPJV\u00adINSSET;IN\u2060NOVALTECH",
    "COMMUNAUTÉ D’AGGLOMÉRATION; Faubourg\u00a0Numérique; upjv ‑ insset; plateforme   innovaltech",
    "CASQ et FN et UPJV/INSSET et INNOVALTECH", "CASQ ET FN, UPJV/INSSET + INNOVALTECH", "tous", "Tous les membres.",
    "les membres", "l'unanimité", "UNANIMITE",
])  # fmt: skip
def test_the_four_members_are_recognised(written: str) -> None:
    assert set(MEMBERS.items((written,))) == set(ALL)


@pytest.mark.parametrize(("written", "read"), [
    ("UPJV/INSSET", ("UPJV-INSSET",)),
    ("UPJV et INSSET", ("UPJV-INSSET",)),
    ("FN, Faubourg Numérique", ("FN",)),
    ("tous, FN", ALL),
    ("", ()),
    (" ; , / ", ()),
])  # fmt: skip
def test_a_name_counts_once(written: str, read: tuple[str, ...]) -> None:
    assert MEMBERS.items((written,)) == read


@pytest.mark.parametrize(("written", "among"), [
    ("CASK", "CASQ"), ("CAS", "CASQ"), ("CCASQ", "CASQ"), ("UPJ", "UPJV-INSSET"), ("INSET", "UPJV-INSSET"),
    ("Inovaltech", "INNOVALTECH"), ("PFT Innovaltek", "INNOVALTECH"), ("Fauburg Numérique", "FN"),
    ("Faubourg Numerik", None), ("agglomeratoin", "CASQ"), ("la CASC", "CASQ"), ("CASQ 2", "CASQ"),
])  # fmt: skip
def test_a_near_miss_is_a_question(written: str, among: str | None) -> None:
    (item,) = MEMBERS.items((written,))
    if among is None:  # three letters away
        assert isinstance(item, Unrecognised)
    else:
        assert isinstance(item, Doubtful)
        assert item.among == (among,)
        assert item.suggested


@pytest.mark.parametrize(
    "written", ["F", "FM", "FNN", "CCI", "Région", "CA", "Innova", "Chambre de commerce", "Faubourg"]
)
def test_what_is_not_close_is_quoted(written: str) -> None:
    (item,) = MEMBERS.items((written,))
    assert isinstance(item, Unrecognised)
    assert item == written


@pytest.mark.parametrize("written", [
    "les membres présents", "à l'unanimité des membres", "tous sauf FN", "CASQ, FN hors UPJV", "M4 sans FN",
    "tous les membres à l'exception de la CASQ", "les membres à part FN",
    "tous, moins FN, moins CASQ", "tous excepté Dupont",
])  # fmt: skip
def test_other_phrases_around_members_are_questions(written: str) -> None:
    (item,) = MEMBERS.items((written,))
    assert isinstance(item, Doubtful)
    assert set(item.among) == set(ALL)


def test_words_that_take_out_need_a_member() -> None:
    assert MEMBERS.items(("Sans Souci",)) == (Unrecognised("Sans Souci"),)
    assert set(MEMBERS.items(("CASQ", "Région"))) == {"CASQ", "Région"}


def test_a_list_that_a_reader_has_split_is_one_cell() -> None:
    (item,) = MEMBERS.items(("tous sauf FN", "CASQ"))
    assert isinstance(item, Doubtful)


@pytest.mark.parametrize(("written", "read"), [
    ("Rencontres et financement, repartition", {"rencontres", "financement", "repartition"}),
    ("les rencontres / Répartition", {"rencontres", "repartition"}),
    ("actions entreprises et à entreprendre", {"actions entreprises", "actions à entreprendre"}),
    ("Actions entreprises et à entreprendre ; équilibre financier",
     {"actions entreprises", "actions à entreprendre", "équilibre financier"}),
    ("Équilibre financier et actions entreprises", {"équilibre financier", "actions entreprises"}),
])  # fmt: skip
def test_headings_are_recognised(written: str, read: set[str]) -> None:
    assert set(HEADINGS.items((written,))) == read


def test_a_heading_almost_right_is_a_question() -> None:
    (item,) = HEADINGS.items(("equilibre financer",))
    assert isinstance(item, Doubtful)
    assert item.among == ("équilibre financier",)


@given(
    st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    st.sampled_from([";", ", ", ",", "/", " + ", " & ", "\n", " et "]),
)
def test_any_list_with_any_separator(names: list[str], separator: str) -> None:
    assert set(MEMBERS.items((separator.join(names),))) == set(names)


@given(st.text(max_size=60))
def test_nothing_written_is_lost_or_raises(text: str) -> None:
    read = MEMBERS.items((text,))
    assert all(isinstance(item, str | Doubtful) for item in read)
    if any(letter.isascii() and letter.isalpha() for letter in text) and not read:
        assert set(text.lower()) - set(" ;,/+&\n\r\t") <= set("et")  # « et » alone separates


def _verdicts(tables: dict[str, Any], *codes: str) -> dict[tuple[str, str | None], Any]:
    report = ir.check(ir.Dossier.model_validate(tables), as_of=date(2019, 7, 1), select=list(codes))
    return {(f.rule, f.subject.id): f for f in report.findings}


@pytest.mark.parametrize("deciders", [
    "CASQ, FN, UPJV-INSSET et INNOVALTECH", "CASQ,FN,UPJV-INSSET,INNOVALTECH", ["CASQ", "FN / UPJV/INSSET"],
    "communauté d’agglomération ; FN", "communauté d'agglomération ; FN",
])  # fmt: skip
def test_lists_in_a_dossier_are_read_alike(deciders: Any) -> None:
    row = {"id": "A1", "date_decision": "2019-02-05", "decideurs": deciders}
    found = _verdicts({"attributions": [row]}, "ALC02")
    assert found["ALC02", "A1"].verdict == "satisfied"


def test_a_misspelt_member_is_a_question_that_quotes_it() -> None:
    row = {"id": "A1", "date_decision": "2019-02-05", "decideurs": "CASQ, FN, UPJV, PFT Innovaltek"}
    finding = _verdicts({"attributions": [row]}, "ALC02")["ALC02", "A1"]
    assert finding.verdict == "unknown"
    assert "«\u00a0PFT Innovaltek\u00a0» (INNOVALTECH\u00a0?)" in finding.message.fr
    assert "“PFT Innovaltek” (INNOVALTECH?)" in finding.message.en
    assert [tuple(each) for each in finding.missing] == [("decided_by", "allocations", "A1")]


def test_a_dossier_keeps_what_was_written() -> None:
    row = {"id": "A1", "date_decision": "2019-02-05", "decideurs": "CASQ, FN et PFT Innovaltek"}
    dossier = ir.Dossier.model_validate({"attributions": [row]})
    assert dossier.allocations is not None
    assert "PFT Innovaltek" in str(dossier.allocations[0].decided_by)
    assert ir.Dossier.model_validate_json(dossier.model_dump_json()) == dossier


def test_a_sender_may_be_several() -> None:
    row = {
        "id": "E1", "type": "evaluation_finale", "date_transmission": "2019-06-20",
        "emetteur": "CASQ et Faubourg Numérique", "destinataires": "FN, UPJV, INNOVALTECH",
        "rubriques": "actions entreprises et à entreprendre; équilibre financier",
    }  # fmt: skip
    assert _verdicts({"documents": [row]}, "EVA03")["EVA03", "E1"].verdict == "satisfied"
