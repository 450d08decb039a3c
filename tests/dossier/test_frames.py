"""Data frames in and out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from innosprint_rules.dossier import Dossier, to_frames
from innosprint_rules.errors import DossierError


def test_from_frames() -> None:
    dossier = Dossier.from_frames(
        {
            "Attributions": pd.DataFrame(
                {
                    "id": [1, 2, 3],
                    "montant": [1500.0, np.nan, 0.1],
                    "date_decision": pd.to_datetime(["2019-05-31", None, "2019-06-01"]),
                    "besoin": ["x", None, pd.NA],
                }
            ),
            "projects": pd.DataFrame({"code": ["P01"], "local": pd.array([True], dtype="boolean")}),
            "sessions": pd.DataFrame({"code": [], "date": []}),
        }
    )
    assert dossier.allocations is not None
    assert [(row.id, row.amount, row.decided_on, row.need) for row in dossier.allocations] == [
        ("1", 150_000, dt.date(2019, 5, 31), "x"),
        ("2", None, None, None),
        ("3", 10, dt.date(2019, 6, 1), None),
    ]
    assert dossier.projects is not None
    assert dossier.projects[0].local is True
    assert dossier.sessions == ()
    assert dossier.columns("sessions") == {"code", "held_on"}


def test_objects_in_columns() -> None:
    frame = pd.DataFrame({"id": ["V1", "V2"], "montant": [np.float64(1.5), np.int64(2)]}, dtype=object)
    dossier = Dossier.from_frames({"versements": frame})
    assert dossier.payments is not None
    assert [row.amount for row in dossier.payments] == [150, 200]


def test_faults() -> None:
    twice = pd.DataFrame([["A1", 1, 2]], columns=["id", "montant", "montant"])
    with pytest.raises(DossierError, match="name the same column"):
        Dossier.from_frames({"attributions": twice})
    with pytest.raises(DossierError) as caught:
        Dossier.from_frames({"attributions": pd.DataFrame({"id": ["A1", None], "montant": [0.001, 5]})})
    assert [problem.code for problem in caught.value.problems] == ["amount-too-precise", "key-blank"]
    assert caught.value.problems[0].location.column == "attributions[0].montant"
    with pytest.raises(DossierError, match="the same table"):
        Dossier.from_frames({"projets": pd.DataFrame({"code": []}), "projects": pd.DataFrame({"code": []})})


def test_to_frames_types() -> None:
    dossier = Dossier.model_validate(
        {
            "attributions": [{"id": "A1", "montant": "0,10", "date_decision": "31/05/2019", "decideurs": "CASQ; FN"}],
            "demandes": [{"id": "D1", "note_besoin": 3}, {"id": "D2", "note_besoin": None}],
        }
    )
    frames = to_frames(dossier)
    assert list(frames) == ["allocations", "requests"]
    allocations = frames["allocations"]
    assert str(allocations["amount"].sum()) == "0.10"
    assert allocations["decided_on"].dt.year.tolist() == [2019]
    assert allocations["decided_by"].tolist() == ["CASQ; FN"]
    assert str(frames["requests"]["need_score"].dtype) == "Int64"
