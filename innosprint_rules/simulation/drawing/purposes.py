"""What random words are for: the purposes of a year, in the order of their words, and where these lie.

The first words of ``W`` are those of the year as a whole, drawn once; the rest is for each part in its turn.
"""

from __future__ import annotations

STREAMS = (
    "year", "sessions", "projects", "attends", "asks", "progress", "action_plan", "axis_market", "axis_technology",
    "axis_funding", "requested", "minimum", "accepted", "granted", "between", "decisions", "need", "objective",
    "progress_evaluation", "decided_by", "instalments", "payments", "past_payments", "reports", "past_reports",
    "evaluations", "investment", "companies", "jobs", "facilitator", "actions", "ties",
)  # fmt: skip
"""What words are for; new ones go to the end, so that the words of the others stay what they are."""
SCALARS = (
    "calendar.sessions", "projects.number", "calendar.sent.chance", "calendar.sent.day", "endowment.twice",
    "payments.other_use.chance", "payments.other_use.amount", "payments.other_use.day", "balance.returned",
    "balance.after", "balance.share", "results.investment.number", "results.companies.number", "results.jobs.number",
    "third_place.place", "third_place.meetings", "third_place.facilitator.attestations", "actions.number",
    "amendments.renewal.chance", "amendments.renewal.day", "amendments.renewal.form",
)  # fmt: skip
"""The inputs that are drawn once a year, in the order of their words; new ones go to the end."""
TIES = 52
"""The first place in W of what tied inputs share in a year, behind the words drawn once and the keys of the seed."""
SCRATCH = 64
"""The first place in W that is not kept for the words of the year as a whole."""
SLOTS = 8
"""Words of a row where a few rows have several purposes: one run of words, eight of them a row."""
