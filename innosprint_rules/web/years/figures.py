"""What the page tells of simulated years, as values: by the words of every other form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innosprint_rules.report.content.outcome.brief import BROKEN_MOST, brief_of
from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.sureness import precise
from innosprint_rules.report.content.teller import Teller

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome


def figures(outcome: Outcome, teller: Teller) -> dict[str, Any]:
    """Return what the page tells of an outcome; ``at``, ``low`` and ``high`` of a share are percent, for its bar."""
    told = brief_of(outcome, teller)

    def row(name: str, share: Share) -> dict[str, Any]:
        low, high = (float(100 * each) for each in share.bounds())
        return {"name": name, "share": percent(share, teller), "margin": interval(share, teller),
                "at": round(float(100 * share.fraction), 2), "low": round(low, 2), "high": round(high, 2)}  # fmt: skip

    return {
        "years": precise(outcome, teller),
        "headline": told.headline,
        "shares": [row(label, share) for label, share in told.shares],
        "returned": list(told.returned),
        "often": teller.say(BROKEN_MOST),
        "rules": [row(label, share) for label, share in told.broken],
        "notes": [*told.limits, *([told.why] if told.why is not None else []), told.assumed],
    }
