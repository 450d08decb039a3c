"""How a verdict was reached, folded under the finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.engine.derivation.derive import derive
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.check.telling import WIDE, Telling, folded
from innosprint_rules.report.html.markup import Html, hidden, join, tag
from innosprint_rules.report.text.derivation import derivation_page
from innosprint_rules.report.text.layout import EMPTY

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding


def derivation(finding: Finding, telling: Telling, on_paper: bool = True) -> Html:
    """Return what the rule asks, what was found and where it was read; ``on_paper`` prints it too.

    The page of text begins with what the finding already says: title, place, message. Only what comes after
    is kept.
    """
    lines = derivation_page(derive(finding), telling.lang, WIDE)
    why, *parts = lines[lines.index(EMPTY) + 2 :]
    which = f"{telling.colon}{finding.rule} {finding.subject.id or ''}".rstrip()
    title = join(telling.say("Comment on arrive à ce verdict", "How this verdict was reached"), hidden(which))
    return folded(
        title,
        tag("p", why.text, class_="why"),
        outline(parts),
        class_="derivation" if on_paper else "derivation screen",
    )
