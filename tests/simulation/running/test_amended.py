"""Amendments tried as acts: the same years without and with them, what changes and how sure that is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.dossier.amending import Act, read_acts
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.errors import ScenarioError, UsageError
from innosprint_rules.formula.types import Kind
from innosprint_rules.report.content.outcome.amended import gap_words
from innosprint_rules.report.content.teller import ENGLISH
from innosprint_rules.simulation.amended.outcome import AmendedOutcome, Gap, changes
from innosprint_rules.simulation.amended.verdicts import Verdicts
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.drawing.random_words import RUN
from innosprint_rules.simulation.outcome.intervals import Mean, paired
from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.prepare import prepare
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.scenario.loading import Scenario, parse_scenario, read_scenario
from innosprint_rules.simulation.tally.counts import VERDICTS
from innosprint_rules.wording import LANGUAGES, NBSP, Text
from tests.profiles import examples
from tests.simulation.commands import document, simulate
from tests.simulation.drawing.test_year_dossier import checked, counted
from tests.simulation.made import module
from tests.simulation.scenario.test_year_scenarios import HEAD

EXAMPLES = Path(__file__).parents[3] / "examples"
FEW = ("--years", "40", "--engine", "interpreted", "--select", "END,PAY")
ONE = ("--years", "4", "--engine", "interpreted", "--select", "END01")
MORE = "dotation=40000@2019-04-15"
LONGER = "date_fin=2020-06-30@2019-11-15"


# the years --------------------------------------------------------------------------------------------

acts = st.lists(
    st.one_of(
        st.builds(Act, st.just("dotation"), st.integers(0, 90_000).map(str),
                  st.dates(date(2018, 12, 1), date(2020, 1, 10)).map(str)),
        st.builds(Act, st.just("date_fin"), st.dates(date(2020, 1, 15), date(2021, 12, 31)).map(str),
                  st.dates(date(2018, 12, 1), date(2019, 12, 31)).map(str)),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=examples(3), suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.sampled_from([None, date(2019, 3, 1), date(2019, 9, 15)]), st.integers(0, 2**40))
def test_a_year_under_any_amendments_has_the_verdicts_that_are_counted(
    tried: list[Act], as_of: date | None, year: int
) -> None:
    start = None if as_of is None else read_dossier(EXAMPLES / "saint-quentin-2019")
    prepared = prepare("baseline", start, as_of=as_of, acts=tried)
    assert counted(prepared, year, 3) == checked(prepared, year, 3)


def received(tried: list[Act], before: date, years: int = 8) -> tuple[int, int]:
    """What the agglomeration pays over some years before a day, and from it on."""
    prepared = prepare("baseline", acts=tried)
    paid: Counter[bool] = Counter()
    for year in range(years):
        for row in year_dossier(prepared.model, year, 1).payments or ():
            if row.direction == "CASQ->FN" and row.paid_on is not None:
                paid[row.paid_on < before] += row.amount or 0
    return paid[True], paid[False]


def test_the_endowment_is_that_of_the_day() -> None:
    day = date(2019, 6, 15)
    both = prepare("baseline", acts=[Act("dotation", "40000", str(day)), Act("dotation", "30000", "2019-10-01")])
    assert both.start.endowments == (3_500_000, 4_000_000, 3_000_000)
    usual, raised = received([], day), received([Act("dotation", "40000", str(day))], day)
    assert raised[0] == usual[0] > 0, "what is due before the amendment is paid by what was agreed then"
    assert 0 < raised[1] - usual[1] <= 8 * 500_000, "and the rest of it follows"


def test_a_term_is_drawn_to_the_end_that_an_amendment_gives_it() -> None:
    usual, longer, two = (prepare("baseline", acts=each) for each in (
        [], [Act("date_fin", "2020-06-30", "2019-11-15")], [Act("date_fin", "2020-12-31", "2019-11-15")],
    ))  # fmt: skip
    assert longer.start.last == date(2020, 6, 30).toordinal()
    assert longer.start.at > usual.start.at
    assert longer.start.year_last == usual.start.year_last == usual.start.last
    assert two.start.last == usual.start.last, "a second whole year is drawn on its own"
    assert [text.en for text in two.model.notices]


# scenarios that sign amendments -----------------------------------------------------------------------


def signing(*signed: str, base: str = "baseline") -> str:
    lines = "".join(f"    - {each}\n" for each in signed)
    return HEAD.replace("baseline", base) + ("amendments:\n  signed:\n" + lines if lines else "")


def signs(*signed: str) -> Scenario:
    return parse_scenario(signing(*signed), "mine.yaml", "mine")


def test_every_year_of_a_scenario_has_what_it_signs() -> None:
    dossier, day, some = read_dossier(EXAMPLES / "saint-quentin-2019"), date(2019, 3, 1), ["END", "PAY", "TRM"]
    acts = [Act("dotation", "40000", "2019-04-15"), Act("date_fin", "2020-06-30", "2019-11-15")]
    tried = prepare("baseline", dossier, as_of=day, acts=acts, select=some)
    prepared = prepare(signs(MORE, LONGER), dossier, as_of=day, select=some)
    assert (prepared.start.last, prepared.start.endowments) == (tried.start.last, (3_500_000, 4_000_000))
    assert counted(prepared, 7, 3) == checked(prepared, 7, 3) == counted(tried, 7, 3)
    assert [each.value.en for each in prepared.assumptions[:2]] == [
        "dotation = 40000, on 2019-04-15", "date_fin = 2020-06-30, on 2019-11-15",
    ]  # fmt: skip


def test_a_list_alone_is_short_and_another_replaces_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(HEAD + f"amendments:\n  - {MORE}\n", encoding="utf-8")
    found = []
    for signed in ("", "amendments: {renewal: {chance: 50 %}}", "amendments: {signed: []}", f"amendments: [{LONGER}]"):
        (tmp_path / "mine.yaml").write_text(HEAD.replace("baseline", "base") + signed + "\n", encoding="utf-8")
        year = read_scenario(tmp_path / "mine.yaml").year
        assert year is not None
        found.append([each.parameter for each in year.signed])
    assert found == [["dotation"], ["dotation"], [], ["date_fin"]]


def test_mistakes_in_what_is_signed_are_told_at_once_where_they_stand() -> None:
    wrong = signs(MORE, "endowment=41000@15/04/2019", "dotatoin=3@2019-06-15", "dotation=abc@2019-06-15",
                  "dotation=4@2019-13-15", "date_fin=2018-01-01@2019-06-15")  # fmt: skip
    with pytest.raises(ScenarioError) as error:
        prepare(wrong)
    assert [(each.code, each.location.row, each.location.column) for each in error.value.problems] == [
        ("signed-twice", 7, 7), ("amend-unknown", 8, 7), ("amend-value", 9, 7), ("amend-value", 10, 7),
        ("row-impossible", 11, 7),
    ]  # fmt: skip
    for lang in LANGUAGES:
        assert all(each.words(lang) and "--amend" not in each.words(lang) for each in error.value.problems)
    with pytest.raises(ScenarioError, match=r"line 6.*after years are judged"):
        prepare(signs("dotation=40000@2021-06-15"))
    assert prepare(signs("dotation=40000@2019-10-15"), at=date(2019, 3, 1)).start.rises == ()


def test_what_is_tried_comes_on_top_and_a_year_is_written_with_what_is_signed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(signing(MORE), encoding="utf-8")
    found = document(capsys, str(mine), "--amend", LONGER, *ONE)
    assert [each["parameter"] for each in found["amendments"]] == ["date_fin"]
    assert all("dotation = 40000" in found[side]["assumptions"][0]["value"]["en"] for side in ("before", "after"))
    two = document(capsys, "baseline", str(mine), *ONE)
    usual, signed = two["outcomes"]
    assert signed == found["before"]
    assert signed["scenario"]["digest"] != usual["scenario"]["digest"]
    assert simulate(str(mine), "--year", "3", "--write", str(tmp_path / "year")) == 0
    rows = read_dossier(tmp_path / "year").amendments or ()
    assert [row.signed_on for row in rows if row.id == "avenant-1"] == [date(2019, 4, 15)]


# what differs -----------------------------------------------------------------------------------------


def test_verdicts_are_those_of_the_tally_in_whatever_order_years_come() -> None:
    made = module()
    kept = Verdicts(made, made.shape.measures[:1])

    class Backwards:
        parts: list[tuple[int, int, list[int]]] = []  # noqa: RUF012  # of this test alone

        def put(self, first: int, last: int, cells: list[int]) -> None:
            self.parts.append((first, last, list(cells)))

        def give_up(self) -> None:
            raise AssertionError("no thread was stopped")

    tally = run_years(made, 300, 5, engine="interpreted", keeper=Backwards(), watched=0).tally
    for part in reversed(Backwards.parts):
        kept.put(*part)
    for place, code in enumerate(made.shape.rules):
        found = Counter(kept.of_rule(place, 300))
        assert [found[verdict] for verdict in range(len(VERDICTS))] == list(tally.rules[code].years)
    known = [value for value in kept.of_measure(0, 300) if value is not None]
    assert (len(known), sum(known)) == (tally.measures[kept.measures[0]].known, tally.measures[kept.measures[0]].total)


def test_a_change_is_told_by_the_years_that_differ() -> None:
    found = changes({"A01": {(0, 0): 5, (0, 3): 2, (3, 0): 4, (3, 3): 9}, "B01": {(3, 3): 20}})
    assert [(each.rule, each.verdict, each.lost, each.gained) for each in found] == [
        ("A01", "violated", 2, 4), ("A01", "satisfied", 4, 2),
    ]  # fmt: skip
    assert (found[0].before.count, found[0].after.count) == (7, 9)
    assert float(found[0].value) == 0.1
    assert not found[0].sure


@pytest.mark.parametrize(("lost", "gained", "of"), [(0, 0, 0), (0, 0, 1), (0, 50, 50), (50, 0, 50), (3, 9, 1_000)])
def test_the_margin_of_a_change(lost: int, gained: int, of: int) -> None:
    low, high = paired(lost, gained, of)
    assert -1 <= low <= high <= 1
    if of:
        assert low <= (gained - lost) / of <= high or lost in (0, of)
    mirrored = paired(gained, lost, of)
    assert [round(float(-end), 12) for end in mirrored] == [round(float(end), 12) for end in (high, low)]


# commands ---------------------------------------------------------------------------------------------


def test_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "baseline", "--amend", MORE, *FEW)
    assert list(found) == ["schema", "amendments", "before", "after", "changes", "measures"]
    jsonschema.validate(found, AmendedOutcome.model_json_schema())
    assert found["before"] == document(capsys, "baseline", *FEW)
    assert found["amendments"] == [{"parameter": "dotation", "value": "40000", "signed_on": "2019-04-15"}]
    shares = {
        side: {rule["rule"]: {v: s["share"] for v, s in rule["years"].items()} for rule in found[side]["rules"]}
        for side in ("before", "after")
    }
    assert found["changes"]
    told = {(each["rule"], each["verdict"]) for each in found["changes"]}
    for each in found["changes"]:
        assert each["share_before"] == shares["before"][each["rule"]][each["verdict"]]
        assert each["share_after"] == shares["after"][each["rule"]][each["verdict"]]
        assert each["low"] <= each["change"] <= each["high"]
        assert each["margin"] > 0
    for rule, verdicts in shares["before"].items():
        for verdict, share in verdicts.items():
            assert (rule, verdict) in told or share == shares["after"][rule][verdict]
    back = next(each for each in found["measures"] if each["measure"] == "to_return")
    assert float(back["low"]) <= float(back["change"]) <= float(back["high"])


@pytest.mark.parametrize(("lang", "answer", "title"), [
    ("fr", "Sans puis avec dotation = 40000 (signé le 2019-04-15) et date_fin = 2020-06-30", "Ce qui change"),
    ("en", "Without, then with dotation = 40000 (signed on 2019-04-15) and date_fin = 2020-06-30", "What changes"),
])  # fmt: skip
def test_in_both_languages_and_forms(
    lang: str, answer: str, title: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    some = ("baseline", "--amend", MORE, "--amend", LONGER, *FEW)
    assert simulate(*some, lang=lang) == 0
    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert len(lines) <= 20
    assert " ".join(" ".join(lines).split()).startswith(answer)
    assert any(title in line for line in lines)
    assert max(map(len, lines)) <= 80
    page = tmp_path / "page.html"
    assert simulate(*some, "--format", "html", "--output", str(page), lang=lang) == 0
    text = page.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert title in text
    assert "to_return" not in text.split("<footer")[0].split("<main")[0]


def test_from_a_dossier_an_act_to_come_is_in_every_year(capsys: pytest.CaptureFixture[str]) -> None:
    start = ("--from", str(EXAMPLES / "saint-quentin-2019"), "--as-of", "2019-09-15")
    found = document(capsys, *start, "--amend", "dotation=45000@2019-10-01", *FEW)
    back = next(each for each in found["measures"] if each["measure"] == "to_return")
    assert float(back["change"]) > 0
    assert found["before"]["as_of"] == found["after"]["as_of"] == "2019-09-15"


@pytest.mark.parametrize(("options", "said"), [
    (("--amend", "dotation=40000"), "NAME=VALUE@DATE"),
    (("--amend", "dotatoin=40000@2019-06-15"), "did you mean"),
    (("--amend", MORE, "--keep", "years.parquet"), "--keep does not go with --amend"),
    (("--amend", MORE, "--sensitivity", "usual"), "--sensitivity does not go with --amend"),
    (("--amend", MORE, "--years", "2000000"), "a million years at most"),
    (("cautious-members", "--amend", MORE), "--amend goes with one scenario alone"),
    (("--amend", "dotation=40000@2021-06-15"), "after years are judged"),
])  # fmt: skip
def test_what_does_not_go_with_it(options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, said, "baseline", *options)


def refused(capsys: pytest.CaptureFixture[str], said: str, *arguments: str) -> None:
    assert simulate(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.replace("\u00a0", " ").split())


def test_fixed_events_have_no_years_to_compare(capsys: pytest.CaptureFixture[str]) -> None:
    dossier = str(EXAMPLES / "saint-quentin-2019")
    refused(capsys, "events alone", "fourth-session-slips", "--from", dossier, "--as-of", "2019-04-01", "--amend", MORE)


@pytest.mark.parametrize(("kind", "values", "told"), [
    ("date", [8, 12], "+10.0 days (± 3.9 days)"),
    ("date", [10, 10], "+10.0 days"),
    ("amount", [80_000, 120_000], "+€1,000 (± €392)"),
    ("number", [8, 12], "+10.00 (± 3.92)"),
])  # fmt: skip
def test_the_margin_of_a_mean_is_a_length_and_that_of_the_document(kind: Kind, values: list[int], told: str) -> None:
    mean = Mean(2, sum(values), sum(each * each for each in values))
    gap = Gap("some", Text("une", "one"), kind, Fraction(737_000), Fraction(737_010), mean)
    assert gap_words(gap, ENGLISH)[1].replace(NBSP, " ") == told


def test_the_library() -> None:
    found = ir.simulate("baseline", amend=[MORE], years=20, select=["END"], engine="interpreted")
    assert found.years == 20
    assert [act.parameter for act in found.acts] == ["dotation"]
    assert len(repr(found)) <= 200
    with pytest.raises(UsageError, match="--cluster does not go with --amend"):
        ir.simulate("baseline", amend=[MORE], years=20, cluster="tcp://127.0.0.1:1")


_STATE = ({"not_applicable"}, {"satisfied"}, {"pending"}, {"violated", "pending"}, {"unknown"})
"""The verdicts that go with a state of a dated rule: not applicable, met, open, lost, unknown."""


def test_until_when_to_act_is_told_of_a_term_that_is_prolonged() -> None:
    """The last day is an amendment's from its signature on: each dated rule is at each moment what ``check`` says."""
    book = default_rulebook()
    acts = read_acts(["date_fin=2020-06-30@2019-11-15"], book.schema, book.amendable)
    prepared = prepare("baseline", acts=acts)
    module, model = prepared.module, prepared.model
    assert set(prepare("baseline").module.shape.dated) == set(module.shape.dated)
    names, memory, counts = interpreted(module), list(module.memory), list(module.counts)
    names["draw"](memory, counts, list(module.data), [0] * (module.words + RUN), 5, 1)
    dossier = year_dossier(model, 1, 5)
    for moment in (date(2019, 5, 1), date(2019, 12, 20), date(2020, 7, 15)):
        states = [0] * (2 * len(module.shape.dated))
        names["judge_at"](memory, counts, states, moment.toordinal())
        report = check(dossier, as_of=moment, readings=model.readings, inference=False)
        for place, code in enumerate(module.shape.dated):
            found = {each.verdict for each in report.findings if each.rule == code}
            assert found & _STATE[states[place]] or not found, (code, moment)
