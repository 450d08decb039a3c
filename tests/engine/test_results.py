"""What the library gives goes anywhere: through a process pool, into another tool's models, onto one line."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from pydantic import BaseModel, ValidationError

import innosprint_rules as ir
from innosprint_rules import errors, limits
from innosprint_rules.dossier.cells import CellError, read_amount
from innosprint_rules.report.content.status import status_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
YEAR = EXAMPLES / "saint-quentin-2019"
IN_TROUBLE = EXAMPLES / "proposals" / "session-4-in-trouble.csv"
EVENING = date(2019, 6, 19)


@cache
def results() -> dict[str, Any]:
    """Return one of each thing that the library gives."""
    dossier = ir.read_dossier(YEAR)
    report = ir.check(dossier, proposal=IN_TROUBLE, as_of=EVENING, readings={"Q9": "gross"}, select=["END", "ALC"])
    repair = ir.repair(dossier, proposal=IN_TROUBLE, as_of=EVENING)
    allocation = ir.allocate(dossier, session="S4", as_of=EVENING, methods=["greedy"])
    compliant = ir.CompliantDossier.model_validate({"projets": []}, context={"innosprint": {"as_of": EVENING}})
    headroom = ir.headroom(dossier, proposal=IN_TROUBLE, as_of=EVENING, first=1)[0]
    return {
        "dossier": dossier, "row": (dossier.payments or ())[0], "rulebook": ir.load_rulebook(),
        "bundled": report.rulebook, "report": report, "finding": report.violations[0], "repair": repair,
        "alternative": repair.first, "headroom": headroom, "allocation": allocation, "sharing": allocation.sharings[0],
        "outcome": ir.simulate("baseline", years=10), "proposal": ir.read_proposal(IN_TROUBLE),
        "simulation": ir.simulate("nothing-more-happens", dossier, as_of=EVENING, select=["SES01"]),
        "status": status_of(report, dossier, {}), "compliant": compliant,
        "notice": report.notices[0], "line": report.proposal and report.proposal.lines[0],
    }  # fmt: skip


NAMES = ("dossier", "row", "rulebook", "bundled", "report", "finding", "repair", "alternative", "headroom",
         "allocation", "sharing", "outcome", "proposal", "simulation", "status", "compliant", "notice",
         "line")  # fmt: skip


def test_each_is_tried() -> None:
    assert set(results()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_repr_is_one_short_line(name: str) -> None:
    said = repr(results()[name])
    assert len(said) <= 200
    assert said.isprintable()


def test_repr_is_short_whatever_is_in_it() -> None:
    long = {"id": "A" * 100, "besoin": "x\n\u2028" * 500, "montant": "1"}
    dossier = ir.Dossier.model_validate({"attributions": [long]})
    report = ir.check(dossier, as_of=EVENING, select=["ALC03"])
    for each in (*(dossier.allocations or ()), *report.findings, report, dossier):
        assert len(repr(each)) <= 200
        assert repr(each).isprintable()
    assert "amount_cents=100" in repr(
        ir.Dossier.model_validate({"attributions": [{**long, "id": "A", "besoin": ""}]}).allocations
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_pickled_and_compared(name: str) -> None:
    given = results()[name]
    taken = pickle.loads(pickle.dumps(given))  # noqa: S301  # our own
    if name not in ("alternative", "sharing"):  # parts of a result, compared within it
        assert taken == given
        if name != "headroom":  # holds a mapping
            assert hash(taken) == hash(given)
    if hasattr(given, "model_dump"):
        assert taken.model_dump() == given.model_dump()


def test_a_report_is_whole_in_another_process() -> None:
    given: ir.Report = results()["report"]
    taken: ir.Report = pickle.loads(pickle.dumps(given))  # noqa: S301  # our own
    assert taken.readings["Q9"] == "gross"
    assert taken.codes == given.codes
    assert taken != ir.check(given.dossier, proposal=IN_TROUBLE, as_of=EVENING)
    assert taken.balance_cents == given.balance_cents
    assert all(one == other for one, other in zip(taken.findings, given.findings, strict=True))
    assert taken.findings[0] != given.findings[-1]
    assert taken.vote.proposal == given.vote.proposal


def test_nothing_judged_stays_nothing() -> None:
    codes = list(results()["bundled"].rules)
    given = ir.check(ir.Dossier.model_validate({}), ignore=codes, as_of=EVENING)
    taken = pickle.loads(pickle.dumps(given))  # noqa: S301  # our own
    assert taken.findings == given.findings == ()


# errors --------------------------------------------------------------------------------------------------


def _raised(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # whichever it is
        act()
    return caught.value


def _errors() -> Iterator[BaseException]:
    problem = errors.Problem("x", errors.Text("fr", "en"), None, errors.Location("f", None, 3), ("a", 1))
    for kind in _kinds(errors.InputError):
        yield kind([problem, problem])
    yield errors.EngineDisagreement("END01")
    yield _raised(lambda: ir.read_dossier("/nowhere/at all"))
    yield _raised(lambda: results()["report"].raise_for_violations())
    yield _raised(lambda: read_amount("beaucoup"))
    yield _raised(lambda: ir.load_rulebook("/nowhere"))


def _kinds(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)


def test_errors_pickle_and_compare() -> None:
    for given in _errors():
        taken = pickle.loads(pickle.dumps(given))  # noqa: S301  # our own
        assert str(taken) == str(given)
        assert type(taken) is type(given)
        if not isinstance(given, CellError):
            assert taken == given
            assert hash(taken) == hash(given)
            assert len(repr(taken)) <= 200
        if isinstance(given, errors.InputError):
            assert taken.problems == given.problems
    assert errors.DossierError([]) != errors.UsageError([])


def test_a_validation_error_pickles() -> None:
    given = _raised(lambda: ir.Dossier.model_validate({"attributions": [{"id": "A", "montant": "x"}]}))
    assert isinstance(given, ValidationError)
    assert str(pickle.loads(pickle.dumps(given))) == str(given)  # noqa: S301  # our own


def _checked(path: str) -> ir.Report:
    return ir.check(ir.read_dossier(path), as_of=EVENING, select=["END"])


def test_an_unreadable_path_harms_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "versements.csv").write_text("id;montant\nV1;beaucoup\n")
    paths = [str(YEAR), "/nowhere", str(tmp_path / "broken.json"), str(tmp_path / "wrong"), "\0", "\ud800", str(YEAR)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_checked, path) for path in paths]
        found = [future.exception() or future.result() for future in futures]
    wanted = _checked(str(YEAR))
    assert [type(each).__name__ for each in found] == ["Report", *["DossierError"] * 5, "Report"]
    assert found[0] == found[-1] == wanted


# other tools' models -------------------------------------------------------------------------------------


class Answer(BaseModel):
    """A response model of somebody else."""

    report: ir.Report
    repair: ir.Repair | None = None
    allocation: ir.Allocation | None = None
    outcome: ir.Outcome | None = None


def test_results_are_fields_of_other_models() -> None:
    given = results()
    answer = Answer(**{name: given[name] for name in Answer.model_fields})
    written = json.loads(answer.model_dump_json())
    assert written["report"] == given["report"].model_dump()
    schema = Answer.model_json_schema(mode="serialization")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(written, schema)
    assert schema["properties"]["report"]["properties"]["findings"]["type"] == "array"
    for name in ("report", "repair", "allocation", "outcome"):
        jsonschema.validate(written[name], given[name].model_json_schema())
    with pytest.raises(ValidationError):
        Answer.model_validate({"report": {}})


# the caller's own keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "loc"),
    [
        ({"Attributions": [{"id": "A"}, {"ID": "B", "Montant (€)": "x"}]}, ("Attributions", 1, "Montant (€)")),
        ({"allocations": [{"id": "A", "amount": "x"}]}, ("allocations", 0, "amount")),
        ({"attributions": [{"id": "A"}, {"Id": "a"}]}, ("attributions", 1, "Id")),
        ({"projets": [], "attributions": [{"id": "A", "Projet": "P1"}]}, ("attributions", 0, "Projet")),
        ({"attributions": [{"montant": 5}]}, ("attributions",)),
        ({"attributions": 5}, ("attributions",)),
        ({"Atributions": [{"id": "A"}]}, ("Atributions",)),
        ({"convention": {"Dotation": "x"}}, ("convention", "Dotation")),
        ({"Proposition S4": [{"Montant": "x"}]}, ("Proposition S4", 0, "Montant")),
        ({"attributions": [{"id": "A"}, 7]}, ("attributions", 1)),
    ],
)
def test_loc_keeps_the_keys_of_the_caller(tables: Any, loc: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        ir.Dossier.model_validate(tables)
    assert [error["loc"] for error in caught.value.errors()] == [loc]


def test_a_row_alone_keeps_them_too() -> None:
    from innosprint_rules.dossier import Allocation

    with pytest.raises(ValidationError) as caught:
        Allocation.model_validate({"Identifiant": "", "Montant": "x"})
    assert [error["loc"] for error in caught.value.errors()] == [("Identifiant",), ("Montant",)]
    assert caught.value.errors()[1]["ctx"]["hint_fr"]


def test_frames_keep_their_row_labels() -> None:
    frame = pd.DataFrame({"id": ["A", "B"], "montant": ["5", "x"]}, index=["première", "seconde"])
    with pytest.raises(ir.DossierError) as caught:
        ir.Dossier.from_frames({"attributions": frame})
    (problem,) = caught.value.problems
    assert problem.loc == ("attributions", "seconde", "montant")
    assert "attributions[seconde].montant" in problem.words("fr")
    with pytest.raises(ir.DossierError) as caught:
        ir.read_proposal(frame.set_axis([10, 20]))
    assert [problem.loc for problem in caught.value.problems] == [("proposal", 20, "montant")]


def test_frames_of_no_table_are_refused() -> None:
    with pytest.raises(ir.DossierError) as caught:
        ir.Dossier.from_frames({"versement2": pd.DataFrame({"id": []}), "projets": pd.DataFrame({"code": []})})
    (problem,) = caught.value.problems
    assert problem.code == "unknown-table"
    assert "did you mean “versement" in problem.words("en")
    assert problem.loc == ("versement2",)


# arguments of the wrong type -----------------------------------------------------------------------------

EMPTY = ir.Dossier.model_validate({})
WRONG: list[tuple[str, Callable[..., object], tuple[Any, ...], dict[str, Any]]] = [
    ("dossier", ir.check, ("dossier/",), {}),
    ("dossier", ir.check, ({"projets": []},), {}),
    ("rulebook", ir.check, (EMPTY, "rules"), {}),
    ("as_of", ir.check, (EMPTY,), {"as_of": "2019-06-01"}),
    ("readings", ir.check, (EMPTY,), {"readings": ["Q9=net"]}),
    ("readings['Q9']", ir.check, (EMPTY,), {"readings": {"Q9": 1}}),
    ("select", ir.check, (EMPTY,), {"select": 5}),
    ("ignore", ir.check, (EMPTY,), {"ignore": [5]}),
    ("proposal", ir.check, (EMPTY,), {"proposal": 5}),
    ("proposal", ir.read_proposal, (None,), {}),
    ("path", ir.read_dossier, (5,), {}),
    ("root", ir.load_rulebook, (5,), {}),
    ("frames", ir.Dossier.from_frames, ([],), {}),
    ("frames['projets']", ir.Dossier.from_frames, ({"projets": [{"code": "P"}]},), {}),
    ("dossier", ir.repair, (None,), {}),
    ("as_of", ir.repair, (EMPTY,), {"as_of": 5}),
    ("dossier", ir.headroom, ("x",), {}),
    ("session", ir.allocate, (EMPTY,), {"session": 4}),
    ("reserve", ir.allocate, (EMPTY,), {"session": "S4", "reserve": 1.5}),
    ("scenario", ir.simulate, (5,), {}),
    ("dossier", ir.simulate, ("baseline", "dossier/"), {}),
    ("as_of", ir.simulate, ("baseline",), {"as_of": "2019-06-01"}),
    ("as_of", ir.simulate, ("baseline",), {"at": "2019-06-01"}),
]


@pytest.mark.parametrize(("name", "function", "arguments", "options"), WRONG)
def test_arguments_of_the_wrong_type_are_told(
    name: str, function: Callable[..., object], arguments: tuple[Any, ...], options: dict[str, Any]
) -> None:
    with pytest.raises(ir.UsageError) as caught:
        function(*arguments, **options)
    (problem,) = caught.value.problems
    assert problem.code == "wrong-type"
    assert problem.loc == (name,)
    assert problem.hint is not None


def test_one_name_is_one_name() -> None:
    one, other = (ir.check(EMPTY, select=names, as_of=EVENING) for names in ("END01", ["END01"]))
    assert one == other


def test_notices_of_one_kind_are_told_up_to_a_limit_with_their_number() -> None:
    rows = [
        {"id": f"V{n}", "date": "2019-02-08", "sens": "autre", "montant": "0", "libelle": str(n)} for n in range(60)
    ]
    report = ir.check(ir.Dossier.model_validate({"versements": rows}), as_of=date(2019, 6, 1), select=["END03"])
    codes = [notice.code for notice in report.notices]
    assert codes.count("zero-amount") == limits.ERRORS_TOLD
    (more,) = (notice for notice in report.notices if notice.code == "more-notices")
    assert "10" in more.message.fr
