"""An outcome: what it says of a tally, in every form."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innosprint_rules.errors import UsageError
from innosprint_rules.report.schema.published import FOLDER
from innosprint_rules.simulation.outcome.compare import compare
from innosprint_rules.simulation.outcome.compare_document import OutcomesDocument
from innosprint_rules.simulation.outcome.document import OutcomeDocument
from innosprint_rules.simulation.outcome.summary import outcome
from innosprint_rules.simulation.tally.counts import VERDICTS
from tests.simulation.made_outcome import OFTEN, made, moved, setting, tally


def test_documents_keep_to_their_schemas() -> None:
    for name, document in (
        ("innosprint-outcome-1.schema.json", moved().model_dump()),
        ("innosprint-outcomes-1.schema.json", OutcomesDocument.written(compare([made(), made("other", seed=2)]))),
    ):
        jsonschema.validate(json.loads(json.dumps(document)), json.loads((FOLDER / name).read_text("utf-8")))
    assert OutcomeDocument.model_validate_json(moved().model_dump_json()).schema_ == "innosprint-outcome/1"
    both = json.dumps(OutcomesDocument.written(compare([made(), moved()])))
    assert len(OutcomesDocument.model_validate_json(both).outcomes) == 2


def test_a_share_is_carried_with_its_interval() -> None:
    found, share = made().model_dump()["all_objectives"], made().all_objectives
    assert share is not None
    assert found == {
        "years": share.count, "of": 2_000, "share": share.value, "low": share.low, "high": share.high,
        "method": "wilson",
    }  # fmt: skip
    assert found["low"] < found["share"] < found["high"]


def test_the_same_tally_gives_the_same_text() -> None:
    again = outcome(setting(), tally(500, 3, OFTEN))
    assert again.model_dump_json() == outcome(setting(), tally(500, 3, OFTEN)).model_dump_json()
    assert again.model_dump_json() != outcome(setting(), tally(500, 4, OFTEN)).model_dump_json()


def test_numbers_have_six_decimals_at_most_and_amounts_none_of_them() -> None:
    text = moved().model_dump_json()
    assert not re.search(r"-?\d+\.\d{7,}", text)
    assert not re.search(r"\de[-+]?\d", re.sub(r'"[^"]*"', "", text))
    for measure in moved().model_dump()["measures"]:
        if measure["kind"] == "amount":
            assert re.fullmatch(r"\d+\.\d\d", measure["mean"]), measure


def test_rules_add_up_and_name_their_verdicts() -> None:
    found = made()
    for rule in found.rules.values():
        assert sum(rule.years.values()) == found.years
        assert tuple(rule.years) == VERDICTS
        assert rule.error_years <= rule.years["violated"] <= rule.rows["violated"] or not rule.of_rows


def test_objectives_are_told_by_what_is_reached() -> None:
    found = made()
    assert found.rules["OBJ01"].at_stake == found.rules["OBJ01"].share("satisfied")
    assert found.rules["SES01"].at_stake == found.rules["SES01"].share("violated")
    assert found.main_rules[: len(found.objectives)] == found.objectives
    assert "SES01" in found.main_rules
    assert "REP01" not in found.main_rules  # a rule of rows


@settings(max_examples=10)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 10**6))
def test_adding_tallies_gives_the_outcome_of_all_years(one: int, two: int, seed: int) -> None:
    parts = tally(one, seed, OFTEN), tally(two, seed + 1, OFTEN)
    whole = outcome(setting(), parts[0] + parts[1])
    swapped = outcome(setting(), parts[1] + parts[0])
    assert whole.model_dump() == swapped.model_dump()
    assert whole.years == one + two
    assert whole.clean.count == sum(each.clean_years for each in parts)


def test_what_is_not_there_is_said_to_be_missing() -> None:
    bare = outcome(setting(asked=10), tally(0, 1, {}))
    document = bare.model_dump()
    assert bare.partial
    assert document["no_violation"]["share"] is None
    assert {each["mean"] for each in document["measures"]} == {None}
    jsonschema.validate(document, json.loads((FOLDER / "innosprint-outcome-1.schema.json").read_text("utf-8")))


def test_frames_hold_exact_values() -> None:
    found = made()
    rules = found.rules_frame("en")
    assert list(rules.index) == list(found.rules)
    assert rules.loc["SES01", "violated_years"] == found.rules["SES01"].years["violated"]
    assert rules.loc["SES01", "title"] == "at least five sessions are held over the year"
    measures = found.measures_frame()
    assert measures.loc["received", "mean"] == Decimal("35000.00")
    assert measures.loc["sessions_held", "q50"] == 6
    bars = found.histogram_frame("to_return")
    assert bars["years"].sum() == found.measures["to_return"].known
    assert (bars["from"][0], bars["below"][0]) == (Decimal("0.00"), Decimal("2000.00"))
    curves = found.no_return_frame()
    assert len(curves) == sum(len(each.moments) for each in found.no_return.values())
    assert set(curves["rule"]) == set(found.no_return)


def test_the_histogram_of_an_unknown_measure_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        made().histogram_frame("to_retrun")
    assert "to_return" in caught.value.words("fr")[0]
    assert "to_return" in caught.value.words("en")[0]


def test_nothing_to_return_is_counted_exactly() -> None:
    back = made().restitution
    assert back is not None
    assert back.share_zero.count == sum(each.years for each in back.bins if each.low == 0 == each.high)
    assert 0 < back.share_zero.count < back.known
    assert back.least == 0
