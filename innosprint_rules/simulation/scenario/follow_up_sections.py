"""The sections of a year scenario that follow the money: returns, reports, evaluations, results, means, renewal."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from innosprint_rules.errors import Location
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.fields import amount, chance, count, days, months, share, words
from innosprint_rules.wording import Text


class YearSection(BaseModel):
    """A section of a scenario: unknown keys are refused, nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BalanceSection(YearSection):
    """What Faubourg Numérique returns at the end."""

    returned: Annotated[Distribution, chance("le solde est restitué", "the balance is returned")]
    after: Annotated[Distribution, days("jours entre la fin et la restitution", "days from the end to the return", -60)]
    share: Annotated[Distribution, share("part du solde restituée", "share of the balance returned")]


class ReportHeadings(YearSection):
    """What a two-month report deals with."""

    meetings: Annotated[Distribution, chance("le compte rendu traite des rencontres", "the report covers meetings")]
    funding: Annotated[Distribution, chance("le compte rendu traite du financement", "the report covers funding")]
    split: Annotated[Distribution, chance("le compte rendu traite de la répartition", "the report covers the split")]


class Answer(YearSection):
    """The assessment that answers a report."""

    chance: Annotated[Distribution, chance("une appréciation répond au compte rendu", "an assessment answers a report")]
    after: Annotated[Distribution, days("délai de l'appréciation", "delay of the assessment")]
    to_all: Annotated[
        Distribution, chance("l'appréciation va à tous les membres", "the assessment goes to all members")
    ]


class ReportsSection(YearSection):
    """The two-month reports and the assessments that answer them."""

    sent: Annotated[Distribution, chance("un compte rendu bimestriel est envoyé", "a two-month report is sent")]
    delay: Annotated[Distribution, days("délai du compte rendu après la période",
                                        "delay of the report after its period", -60)]  # fmt: skip
    headings: ReportHeadings
    answer: Answer


class EvaluationHeadings(YearSection):
    """What an evaluation deals with."""

    done: Annotated[
        Distribution, chance("l'évaluation dit les actions entreprises", "the evaluation tells what was done")
    ]
    to_do: Annotated[Distribution, chance("l'évaluation dit les actions à entreprendre",
                                          "the evaluation tells what is to be done")]  # fmt: skip
    balance: Annotated[Distribution, chance("l'évaluation dit l'équilibre financier",
                                            "the evaluation tells the financial balance")]  # fmt: skip


class Evaluation(YearSection):
    """One evaluation: sent or not, how many days after it is expected, to whom, with what."""

    sent: Annotated[Distribution, chance("l'évaluation est envoyée", "the evaluation is sent")]
    delay: Annotated[Distribution, days("délai de l'évaluation", "delay of the evaluation", -60)]
    to_all: Annotated[Distribution, chance("l'évaluation va à tous les membres", "the evaluation goes to all members")]
    headings: EvaluationHeadings


class EvaluationsSection(YearSection):
    """The evaluations of mid-term and of the end."""

    mid_term: Annotated[Evaluation, Text("mi-parcours", "mid-term")]
    final: Annotated[Evaluation, Text("fin", "end")]


class Investment(YearSection):
    """Investment raised around the projects."""

    number: Annotated[Distribution, count("investissements", "investments")]
    amount: Annotated[Distribution, amount("montant d'un investissement", "amount of an investment")]
    from_programme: Annotated[Distribution, chance("un investissement vient d'Innosprint",
                                                   "an investment comes from Innosprint")]  # fmt: skip


class Companies(YearSection):
    """Companies created."""

    number: Annotated[Distribution, count("entreprises créées", "companies created")]
    local: Annotated[Distribution, chance("une entreprise est dans l'agglomération", "a company is local")]


class Jobs(YearSection):
    """Jobs of work-study students and young graduates."""

    number: Annotated[Distribution, count("emplois", "jobs")]
    local: Annotated[Distribution, chance("un emploi est dans l'agglomération", "a job is local")]
    local_course: Annotated[Distribution, chance("un emploi va à une filière locale", "a job goes to a local course")]


class ResultsSection(YearSection):
    """What the objectives count."""

    day: Annotated[Distribution, days("jour d'un résultat", "day of a result")]
    investment: Investment
    companies: Companies
    jobs: Jobs


class Facilitator(YearSection):
    """The facilitator's time, attested in parts over the year."""

    attestations: Annotated[Distribution, count("attestations de temps", "attestations of time", 0, 60)]
    months: Annotated[Distribution, months("mois d'une attestation", "months of an attestation")]
    sent: Annotated[Distribution, chance("une attestation de temps est faite", "an attestation of time is made")]


class ThirdPlaceSection(YearSection):
    """What attests the third place, the meetings and the facilitator."""

    place: Annotated[Distribution, chance("le tiers-lieu est attesté", "the third place is attested")]
    meetings: Annotated[Distribution, chance("les rencontres sont attestées", "the meetings are attested")]
    facilitator: Facilitator


class ActionsSection(YearSection):
    """Actions with partners."""

    number: Annotated[Distribution, count("actions avec des partenaires", "actions with partners")]
    day: Annotated[Distribution, days("jour d'une action", "day of an action")]
    agreed: Annotated[Distribution, chance("le partenaire donne son accord", "the partner agrees")]
    before: Annotated[
        Distribution, days("jours entre l'accord et l'action", "days from the agreement to the action", -60)
    ]


class Renewal(YearSection):
    """A renewal of the agreement."""

    chance: Annotated[Distribution, chance("la convention est renouvelée", "the agreement is renewed")]
    day: Annotated[Distribution, days("jour du renouvellement", "day of the renewal")]
    form: Annotated[
        Distribution, words("forme du renouvellement", "form of the renewal", "avenant", "courrier", "courriel", "oral")
    ]


class Signed(YearSection):
    """An amendment signed in every year, as written, and where: a parameter by any of its names, its value, the day."""

    parameter: str
    value: str
    day: str
    location: Location


class AmendmentsSection(YearSection):
    """Amendments: a renewal, drawn, and those that are signed in every year, read apart (``signed``)."""

    signed: tuple[Signed, ...] = ()
    renewal: Renewal
