"""The inference engine within its guard rails: clean dossiers, long runs, threads, and a rule that was altered."""

from __future__ import annotations

import gc
import threading
from datetime import date

import pytest

from innosprint_rules import Dossier, EngineDisagreement, check, load_rulebook
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.inference.comparison import graph_of
from innosprint_rules.engine.inference.ruleset import definition
from tests.engine.sample import AFTER, dossier
from tests.profiles import LONG

pytest.importorskip("durable.engine", reason="durable_rules runs on CPython 3.11 and 3.12 with a C compiler")
psutil = pytest.importorskip("psutil", reason="memory is measured with psutil, which the tools install")

CLEAN = {"allocations": [], "payments": [], "projects": [], "sessions": []}


def test_a_dossier_without_anything_to_judge_is_judged() -> None:
    report = check(Dossier.model_validate(CLEAN), as_of=date(2019, 1, 1))
    assert report.inference is not None
    assert report.ok


def test_no_rule_selected_fires_nothing_but_the_first() -> None:
    report = check(Dossier.model_validate({"projects": []}), as_of=date(2019, 1, 1), select=["PRJ04"])
    assert report.findings == ()
    assert report.inference is not None


def test_many_checks_take_no_more_memory() -> None:
    """A leaked session costs some 300 KiB: 400 of them would be 120 MiB, 1,900 in the long run 570 MiB."""
    small = Dossier.model_validate({**CLEAN, "payments": [
        {"id": "V1", "paid_on": "2019-05-31", "direction": "CASQ->FN", "amount": "35000"}]})  # fmt: skip
    process = psutil.Process()
    for _ in range(100):
        check(small, as_of=AFTER)
    gc.collect()
    before = process.memory_info().rss
    for _ in range(1_900 if LONG else 400):
        check(small, as_of=AFTER)
    gc.collect()
    assert process.memory_info().rss - before < 24 * 2**20


def test_threads_share_one_rulebook() -> None:
    sample = dossier()
    wanted = check(sample, as_of=AFTER).model_dump_json()
    found: list[str] = []

    def work() -> None:
        found.extend(check(sample, as_of=AFTER).model_dump_json() for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 18


@pytest.mark.parametrize(
    ("rule", "altered"),
    [
        ("END02.error=true", {"a0": 0}),
        ("END02>error=broken", None),
        ("PAY02.error=false", {"a0": 1}),
    ],
)
def test_an_altered_durable_rule_is_noticed(rule: str, altered: dict[str, int] | None) -> None:
    from innosprint_rules.engine.inference.durable import InferenceEngine

    rulebook = load_rulebook()
    program = compiled(rulebook)
    graph = graph_of(program)
    rules = definition(program, graph)
    if altered is None:
        rules[rule]["does"] = ("verdict", "END02", "satisfied", "error")
    else:
        rules[rule]["all"][0]["m"]["$and"][1] = altered
    rulebook.compiled["inference"] = InferenceEngine(program, graph, rules)
    late = {"payments": [
        {"id": "V1", "paid_on": "2019-06-01", "direction": "CASQ->FN", "amount": "35000", "allocation": ""},
        {"id": "V2", "paid_on": "2019-06-02", "direction": "FN->projet", "amount": "5", "allocation": ""},
    ]}  # fmt: skip
    with pytest.raises(EngineDisagreement, match=rule[:5]):
        check(Dossier.model_validate(late), rulebook, as_of=AFTER)


def test_an_altered_consequence_is_noticed() -> None:
    from innosprint_rules.engine.inference.durable import InferenceEngine

    rulebook = load_rulebook()
    program = compiled(rulebook)
    graph = graph_of(program)
    rules = definition(program, graph)
    del rules["then restitution_due END04_2"]
    rulebook.compiled["inference"] = InferenceEngine(program, graph, rules)
    left = {"payments": [{"id": "V1", "paid_on": "2019-05-01", "direction": "CASQ->FN", "amount": "35000"}]}
    with pytest.raises(EngineDisagreement, match="what follows"):
        check(Dossier.model_validate(left), rulebook, as_of=AFTER)


def test_consequences_chain_from_the_end_of_the_term_to_who_must_do_what() -> None:
    left = {"payments": [{"id": "V1", "paid_on": "2019-05-01", "direction": "CASQ->FN", "amount": "35000"}],
            "allocations": []}  # fmt: skip
    report = check(Dossier.model_validate(left), as_of=AFTER, select=["END04"])
    said = [(step.who, step.due) for step in report.next_steps]
    assert said == [("fn", date(2019, 12, 12)), ("casq", date(2020, 1, 11))]
    assert "35 000,00 €" in report.next_steps[0].what.fr.replace("\u202f", " ").replace("\u00a0", " ")
    during = check(Dossier.model_validate(left), as_of=date(2019, 12, 12), select=["END04"])
    assert during.next_steps == ()


def test_without_durable_rules_the_report_is_the_same() -> None:
    sample = dossier()
    with_it = check(sample, as_of=AFTER).model_dump()
    without = check(sample, as_of=AFTER, inference=False).model_dump()
    assert with_it.pop("engine")["inference"] is not None
    assert without.pop("engine")["inference"] is None
    assert with_it == without
