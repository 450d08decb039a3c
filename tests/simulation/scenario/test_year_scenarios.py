"""Files of year scenarios: what they extend, what they must say, every mistake at once with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.location import scenarios_root
from innosprint_rules.rulebook.year.plan import SECTIONS
from innosprint_rules.simulation.scenario.finding import shipped
from innosprint_rules.simulation.scenario.inputs import Inputs
from innosprint_rules.simulation.scenario.loading import parse_scenario, read_scenario
from innosprint_rules.wording import LANGUAGES
from tests.simulation.made import the_plan

HEAD = "title: {fr: t, en: t}\ndescription: {fr: d, en: d}\nextends: baseline\n"
YEARS = {"baseline", "late-payment", "few-sessions", "one-project-takes-all", "cautious-members", "slow-start",
         "no-reports", "renewal"}  # fmt: skip


def problems(text: str, head: str = HEAD) -> list[Problem]:
    with pytest.raises(ScenarioError) as error:
        parse_scenario(head + text, "mine.yaml", "mine")
    return list(error.value.problems)


def inputs(text: str) -> Inputs:
    year = parse_scenario(HEAD + text, "mine.yaml", "mine").year
    assert year is not None
    return Inputs(year)


class TestShipped:
    def test_eight_are_scenarios_of_years(self) -> None:
        assert {name for name in shipped() if read_scenario(name).year is not None} == YEARS

    @pytest.mark.parametrize("name", sorted(YEARS))
    def test_they_are_told_in_both_languages(self, name: str) -> None:
        scenario = read_scenario(name)
        assert scenario.title.fr != scenario.title.en
        assert scenario.description.fr != scenario.description.en
        assert scenario.year is not None
        for each in Inputs(scenario.year).by_name.values():
            assert each.label.fr != each.label.en

    def test_only_the_baseline_is_written_out(self) -> None:
        for name in YEARS - {"baseline"}:
            assert "extends: baseline" in (scenarios_root() / f"{name}.yaml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", sorted(YEARS))
    def test_every_figure_says_where_it_comes_from(self, name: str) -> None:
        text = (scenarios_root() / f"{name}.yaml").read_text(encoding="utf-8")
        figures = text[text.index("description:") :].split("\n")[3:]
        for line in figures:
            value = line.split("#")[0]
            if re.search(r":\s.*\d", value) and not line.lstrip().startswith("#"):
                comment = line.partition("#")[2]
                assert "assumption" in comment or "our choice" in comment, line


class TestExtending:
    def test_only_the_difference_is_written(self) -> None:
        changed, base = inputs("calendar: {gap: 70}\n"), inputs("")
        assert changed["calendar.gap"].distribution.low == 70
        differing = [n for n in base.by_name if changed[n].distribution != base[n].distribution]
        assert differing == ["calendar.gap"]

    def test_a_distribution_replaces_another_whole(self) -> None:
        found = inputs(
            "calendar:\n  gap:\n    normal: {mean: 60, deviation: 5}\nprojects:\n  holder: {étudiant: 100 %}\n"
        )
        assert found["calendar.gap"].distribution.quantile(0.5) == 60
        assert found["projects.holder"].distribution.words == ("étudiant",)

    def test_blanks_are_added_to_those_of_the_other(self) -> None:
        found = inputs("missing: {sessions.held_on: 5 %}\n")
        assert {"missing.sessions.held_on", "missing.payments.paid_on"} <= set(found.by_name)

    def test_a_file_beside_it_comes_first(self, tmp_path: Path) -> None:
        (tmp_path / "base.yaml").write_text(HEAD + "calendar: {gap: 61}\n", encoding="utf-8")
        (tmp_path / "mine.yaml").write_text(
            HEAD.replace("baseline", "base") + "calendar: {held: 50 %}\n", encoding="utf-8"
        )
        year = read_scenario(tmp_path / "mine.yaml").year
        assert year is not None
        assert year["calendar.gap"].low == 61
        assert year["calendar.held"].text == "50 %"

    def test_a_shipped_one_may_be_changed_under_its_own_name(self, tmp_path: Path) -> None:
        path = tmp_path / "baseline.yaml"
        path.write_text(HEAD + "calendar: {gap: 62}\n", encoding="utf-8")
        year = read_scenario(path).year
        assert year is not None
        assert year["calendar.gap"].low == 62

    def test_a_circle_is_refused(self, tmp_path: Path) -> None:
        for one, other in (("a", "b"), ("b", "a")):
            (tmp_path / f"{one}.yaml").write_text(HEAD.replace("baseline", other), encoding="utf-8")
        with pytest.raises(ScenarioError, match="in a circle: a → b → a"):
            read_scenario(tmp_path / "a.yaml")

    def test_a_name_that_is_none_suggests_one(self) -> None:
        (problem,) = problems("", HEAD.replace("baseline", "basline"))
        assert (problem.code, problem.location.row, problem.location.column) == ("unknown-scenario", 3, 10)
        assert problem.hint is not None
        assert "baseline" in problem.hint.en

    def test_mistakes_of_what_is_extended_are_told_where_they_stand(self, tmp_path: Path) -> None:
        (tmp_path / "base.yaml").write_text(HEAD + "calendar: {gap: soon}\n", encoding="utf-8")
        (tmp_path / "mine.yaml").write_text(HEAD.replace("baseline", "base"), encoding="utf-8")
        with pytest.raises(ScenarioError) as error:
            read_scenario(tmp_path / "mine.yaml")
        (problem,) = error.value.problems
        assert (problem.location.file, problem.location.row) == ("base.yaml", 4)

    def test_events_may_stand_beside_the_year(self) -> None:
        text = "events:\n  - pay: {direction: CASQ->FN, amount: remaining, date: payment_deadline}\n"
        scenario = parse_scenario(HEAD + text, "mine.yaml", "mine")
        assert len(scenario.events) == 1
        assert scenario.year is not None


@pytest.mark.parametrize(
    ("text", "code", "place", "told"),
    [
        ("calender: {gap: 3}", "unknown-key", (4, 1), "calendar"),
        ("calendar: {gapp: 3}", "unknown-key", (4, 12), "gap"),
        ("calendar: {gap: normal(60)}", "distribution-parameters", (4, 17), "mean, deviation"),
        ("calendar:\n  slips: {by: uniform(5, 25)}", "key-without-value", (5, 26), "in quotes"),
        ("calendar: {sessions: 61}", "quantity-impossible", (4, 22), "60"),
        ("payments: {paid: 120 %}", "probability-impossible", (4, 18), "100 %"),
        ("payments: {delay: -61}", "quantity-impossible", (4, 19), "-60"),
        ("allocations: {policy: to_all}", "unknown-word", (4, 23), "pro_rata"),
        ("allocations: {granted: 101 %}", "quantity-impossible", (4, 24), "100 %"),
        ("endowment: {instalments: []}", "wrong-shape", (4, 26), "1 to 12"),
        ("endowment: {instalments: [{share: 60 %, day: 3, paid: 1}, {share: 41 %, day: 5, paid: 1}]}",
         "share-impossible", (4, 26), "101 %"),
        ("endowment: {instalments: [{share: 60 %, day: x, paid: 1}]}", "quantity-unreadable", (4, 46), "days"),
        ("endowment: {instalments: [{share: uniform(0; 1), day: 1, paid: 1}]}", "distribution-impossible", (4, 35),
         "one value"),
        ("amendments: {prolongation: 10 %}", "not-modelled", (4, 14), "another last day"),
        ("amendments: {signed: dotation=40000@2019-06-15}", "wrong-shape", (4, 22), "one a line"),
        ("amendments:\n  - dotation: 40000", "wrong-shape", (5, 5), "one a line"),
        ("amendments:\n  - dotation=40000", "amend-form", (5, 5), "NAME=VALUE@DATE"),
        ("amendments: {renewal: {form: {avenent: 100 %}}}", "unknown-word", (4, 30), "avenant"),
        ("missing: {payments.paidon: 2 %}", "unknown-key", (4, 11), "payments.paid_on"),
        ("missing: {payments.paid_on: 200 %}", "probability-impossible", (4, 29), "100 %"),
        ("missing: soon", "wrong-shape", (4, 10), "payments.paid_on: 2 %"),
        ("projects: {holder: {a: 70 %, b: 20 %}}", "probabilities-do-not-add-up", (4, 20), "90 %"),
        ("results: 3", "wrong-shape", (4, 10), "investment"),
        ("ends: uniform(30, 40)", "distribution-impossible", (4, 7), "one value"),
        ("ends: 0", "quantity-impossible", (4, 7), "1 day"),
        ("requests: {amount: 5 k€ to 90 M€}", "amount-unreadable", (4, 20), None),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, code: str, place: tuple[int, int], told: str | None) -> None:
    (problem,) = problems(text + "\n")
    assert (problem.code, problem.location.row, problem.location.column) == (code, *place)
    said = " ".join(each.en for each in (problem.message, problem.hint) if each is not None)
    assert told is None or told in said
    for lang in LANGUAGES:
        assert problem.words(lang)


def test_every_mistake_is_told_at_once() -> None:
    found = problems("calendar: {gapp: 3, gap: soon}\npayments: {paid: 2}\nevents:\n  - slipp: {}\n")
    assert [problem.code for problem in found] == [
        "unknown-key", "quantity-unreadable", "probability-impossible", "unknown-verb",
    ]  # fmt: skip


def test_without_another_scenario_everything_must_be_said() -> None:
    found = problems("calendar: {sessions: 3}\n", HEAD.replace("extends: baseline\n", ""))
    told = " ".join(problem.message.en for problem in found)
    assert {problem.code for problem in found} == {"missing-key"}
    for name in ("projects", "missing", "calendar.gap", "calendar.slips"):
        assert name in told
    assert "calendar.sessions" not in told


def test_every_column_that_may_be_missing_is_one_of_the_rule_language() -> None:
    tables = default_rulebook().names.tables
    for name in the_plan().missing:
        table, column = name.split(".")
        assert column in tables[table].columns


class TestTheGuide:
    """What ``scenarios/README.md`` shows is read as it says."""

    guide = (scenarios_root() / "README.md").read_text(encoding="utf-8")

    def test_its_scenarios_are_some(self) -> None:
        plan, late, longer = re.findall(r"```yaml\n(.*?)```", self.guide, re.DOTALL)
        year, tied, signed = (parse_scenario(text, "guide", "guide").year for text in (plan, late, longer))
        assert year is not None
        assert tied is not None
        assert year["calendar.sessions"].low == 5
        assert len(tied.correlate) == 3
        assert signed is not None
        assert [each.parameter for each in signed.signed] == ["dotation", "date_fin"]

    def test_its_distributions_can_be_read(self) -> None:
        table = self.guide[self.guide.index("## Distributions") : self.guide.index("A mapping says the same")]
        texts = re.findall(r"`([^`]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
        assert len(texts) > 10
        for text in texts:
            place = {"20 %": "payments: {{paid: {}}}", "1 500 €": "requests: {{amount: {}}}"}.get(text, "")
            if not place:
                place = "projects: {{holder: {}}}" if text.startswith("{") else "calendar: {{sent: {{day: {}}}}}"
            if text == "beta(8, 2)":
                pytest.importorskip("scipy", reason="the extra `fast` is not installed")
                place = "requests: {{minimum: {}}}"
            quoted = text if text.startswith("{") else f'"{text}"'
            assert inputs(place.format(quoted) + "\n")

    def test_it_names_every_section_and_every_shipped_scenario(self) -> None:
        for name in (*SECTIONS, *shipped()):
            assert f"`{name}`" in self.guide


def test_every_column_that_cannot_be_missing_is_told_at_once() -> None:
    found = problems("missing: {payments.paid_on: 200 %, foo.bar: 5 %, payments: 5 %}\n")
    assert [problem.code for problem in found] == ["probability-impossible", "unknown-key", "unknown-key"]
    assert [problem.message.en.split(":")[0] for problem in found] == [
        "missing.payments.paid_on", "missing.foo.bar", "missing.payments",
    ]  # fmt: skip
