"""How a verdict was reached, folded under the finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.engine.derivation.derive import derive
from innosprint_rules.report.content.derivation.page import derivation_parts
from innosprint_rules.report.html.check.context import PageContext, folded
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.markup import Html, hidden, join, tag

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding


def derivation(finding: Finding, context: PageContext) -> Html:
    """Return what the rule asks, what was found and where it was read; on paper where it is unfolded."""
    why, parts = derivation_parts(derive(finding), context.teller)
    which = f"{context.teller.colon}{finding.rule} {finding.subject.id or ''}".rstrip()
    title = join(context.say("Comment on arrive à ce verdict", "How this verdict was reached"), hidden(which))
    return folded(
        title,
        tag("p", why, class_="why"),
        outline(parts),
        class_="derivation",
    )
