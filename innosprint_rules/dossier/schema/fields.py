"""The types of the models' fields: a static type each, and the strict reader that makes it.

An amount is whole cents inside and ``"1500.00"`` when dumped: what is dumped can be read again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from innosprint_rules.dossier import cells
from innosprint_rules.dossier.cells import CellError
from innosprint_rules.dossier.schema import agreement_tables as decisions
from innosprint_rules.dossier.schema import followup_tables as followup
from innosprint_rules.errors import Problem
from innosprint_rules.money import plain
from innosprint_rules.wording import Text


def custom_error(code: str, message: Text, hint: Text | None) -> PydanticCustomError:
    """Make the pydantic error for a problem: its context carries message and hint in both languages."""
    context: dict[str, Any] = {"message_fr": message.get("fr"), "message_en": message.get("en")}
    if hint is not None:
        context |= {"hint_fr": hint.get("fr"), "hint_en": hint.get("en")}
        return PydanticCustomError(_type(code), "{message_en} → {hint_en}", context)
    return PydanticCustomError(_type(code), "{message_en}", context)


def as_custom_error(problem: Problem) -> PydanticCustomError:
    """Make the pydantic error for ``problem``."""
    return custom_error(problem.code, problem.message, problem.hint)


def _type(code: str) -> Any:
    # pydantic wants a literal string, for the sake of translators; ours is one of the stable codes
    return code


def _cell(read: Callable[[object], object]) -> BeforeValidator:
    def validate(value: object) -> object:
        try:
            return read(value)
        except CellError as error:
            raise custom_error(error.code, error.message, error.hint) from None

    return BeforeValidator(validate)


def _euros(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)


def _score(value: object) -> int | None:
    number = cells.read_number(value)
    if number is not None and number > 5:
        shown = cells.show(value)
        raise CellError(
            "score-out-of-range",
            Text(f"« {shown} » dépasse la note la plus haute, 5", f"“{shown}” is above the highest score, 5"),
            Text("écrire une note de 0 à 5", "write a score from 0 to 5"),
        )
    return number


Key = Annotated[str, _cell(cells.read_key)]
Ref = Annotated[str | None, _cell(cells.read_reference)]
Word = Annotated[str | None, _cell(cells.read_word)]
Words = Annotated[str | None, _cell(cells.read_words)]
Said = Annotated[str | None, _cell(cells.read_said)]
Amount = Annotated[int | None, _cell(cells.read_amount), PlainSerializer(_euros, return_type=str | None)]
Number = Annotated[int | None, _cell(cells.read_number)]
Score = Annotated[int | None, _cell(_score)]
Day = Annotated[dt.date | None, _cell(cells.read_date)]
Flag = Annotated[bool | None, _cell(cells.read_flag)]
Done = Annotated[bool | None, _cell(cells.read_done)]
Items = Annotated[tuple[str, ...] | None, _cell(cells.read_list)]

StatusName = Literal["décidée", "proposée", "refusée"]
DirectionName = Literal["CASQ->FN", "FN->projet", "projet->FN", "FN->CASQ", "FN->FN", "autre"]
DocumentKindName = Literal[
    "calendrier", "compte_rendu_bimestriel", "appreciation", "evaluation_mi_parcours", "evaluation_finale"
]
IndicatorName = Literal["investissement_capte", "entreprise_creee", "emploi"]
PurposeName = Literal["renouvellement", "montant", "durée", "autre"]
FormName = Literal["avenant", "courrier", "courriel", "oral"]

Status = Annotated[StatusName, _cell(cells.choice_reader(decisions.STATUSES, "décidée"))]
Direction = Annotated[DirectionName | None, _cell(cells.choice_reader(decisions.DIRECTIONS))]
DocumentKind = Annotated[DocumentKindName | None, _cell(cells.choice_reader(followup.DOCUMENT_KINDS))]
IndicatorKind = Annotated[IndicatorName | None, _cell(cells.choice_reader(followup.INDICATORS_KNOWN))]
Purpose = Annotated[PurposeName | None, _cell(cells.choice_reader(followup.PURPOSES))]
Form = Annotated[FormName | None, _cell(cells.choice_reader(followup.FORMS))]
