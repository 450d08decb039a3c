"""The sections of a year scenario that are about money: requests, allocations, the endowment, payments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from innosprint_rules.dossier.schema.fields import custom_error
from innosprint_rules.simulation.distributions.quantities import MILLION, written
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.fields import (
    amount,
    chance,
    days,
    fixed_share,
    share,
    words,
)
from innosprint_rules.simulation.scenario.follow_up_sections import (
    YearSection,
)
from innosprint_rules.wording import Text

MEMBERS_SAID = ("tous", "CASQ ; FN", "FN", "sans CASQ", "sans FN", "sans UPJV-INSSET", "sans INNOVALTECH", "personne")
"""How a scenario names some of the members: all, two, one, all but one, none."""
Policy = Literal["as_requested", "pro_rata", "equal", "first_takes_all"]


class RequestsSection(YearSection):
    """What projects ask for."""

    chance: Annotated[Distribution, chance("un projet présenté demande une aide", "a project presented asks for money")]
    absent: Annotated[Distribution, chance("un projet absent demande une aide", "an absent project asks for money")]
    amount: Annotated[Distribution, amount("montant demandé", "amount requested")]
    minimum: Annotated[Distribution, share("part de la demande en dessous de laquelle l'aide ne sert à rien",
                                           "share of the request below which the money is of no use")]  # fmt: skip


class Between(YearSection):
    """What members decide between two sessions, and whether a later session ratifies it."""

    chance: Annotated[Distribution, chance("une aide est décidée entre deux sessions",
                                           "an allocation is decided between sessions")]  # fmt: skip
    after: Annotated[Distribution, days("jours entre la session et cette décision",
                                        "days from the session to that decision", 1)]  # fmt: skip
    ratified: Annotated[Distribution, chance("la session suivante la ratifie", "the next session ratifies it")]


class AllocationsSection(YearSection):
    """How members share out the endowment."""

    policy: Policy
    accepted: Annotated[Distribution, chance("une demande est acceptée", "a request is accepted")]
    granted: Annotated[Distribution, share("part accordée de la demande", "share of the request granted")]
    ceiling: Annotated[Distribution, amount("plafond d'une session", "ceiling of a session")]
    watched: Annotated[Distribution, chance("les membres vérifient ce qui reste", "members check what remains")]
    between: Between
    need: Annotated[Distribution, chance("le besoin est écrit", "the need is written")]
    objective: Annotated[Distribution, chance("l'objectif est écrit", "the objective is written")]
    progress_evaluation: Annotated[Distribution, chance("les avancées sont évaluées", "progress is evaluated")]
    decided_by: Annotated[Distribution, words("décideurs", "deciders", *MEMBERS_SAID)]


class GivenBack(YearSection):
    """What a project gives back."""

    chance: Annotated[Distribution, chance("un projet rend de l'argent", "a project gives money back")]
    share: Annotated[Distribution, share("part rendue", "share given back")]
    after: Annotated[Distribution, days("jours avant qu'un projet rende", "days before a project gives back")]


class OtherUse(YearSection):
    """What Faubourg Numérique spends of the endowment on something else."""

    chance: Annotated[Distribution, chance("une part sert à autre chose", "part is used otherwise")]
    amount: Annotated[Distribution, amount("montant utilisé autrement", "amount used otherwise")]
    day: Annotated[Distribution, days("jour de cette dépense", "day of that expense")]


class PaymentsSection(YearSection):
    """How Faubourg Numérique pays what members decide."""

    paid: Annotated[Distribution, chance("une aide décidée est versée", "an allocation is paid")]
    delay: Annotated[Distribution, days("délai de versement", "delay of payment", -60)]
    waits: Annotated[Distribution, chance("le versement attend le premier versement de l'agglomération",
                                          "payment waits for the agglomeration's first one")]  # fmt: skip
    twice: Annotated[Distribution, chance("une aide est versée deux fois", "an allocation is paid twice")]
    given_back: GivenBack
    other_use: OtherUse


class Instalment(YearSection):
    """One payment of the agglomeration: its share of the endowment and its day after the first of the term."""

    share: Annotated[Distribution, fixed_share("part de la dotation", "share of the endowment")]
    day: Annotated[
        Distribution, days("jour du versement de l'agglomération", "day of the agglomeration's payment", -60)
    ]
    paid: Annotated[Distribution, chance("ce versement a lieu", "this payment is made")]


class EndowmentSection(YearSection):
    """How the agglomeration pays the endowment."""

    instalments: Annotated[tuple[Instalment, ...], Field(min_length=1, max_length=12)]
    twice: Annotated[Distribution, chance("le dernier versement est fait deux fois", "the last payment is made twice")]

    @field_validator("instalments")
    @classmethod
    def _at_most_the_endowment(cls, instalments: tuple[Instalment, ...]) -> tuple[Instalment, ...]:
        whole = sum(each.share.low for each in instalments)
        if whole > MILLION:
            said = written(whole, "share")
            raise custom_error(
                "share-impossible",
                Text(
                    f"les versements font {said.fr} de la dotation", f"the instalments make {said.en} of the endowment"
                ),
                Text("100 % au plus", "100 % at most"),
            )
        return instalments
