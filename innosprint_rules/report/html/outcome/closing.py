"""The end of the page: how to read it, what is assumed, with what it was made."""

from __future__ import annotations

from innosprint_rules._version import __version__
from innosprint_rules.report.content.outcome.closing import TITLE, bounded, origin
from innosprint_rules.report.content.outcome.headline import HOW_TITLE, reading_words
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.html.check.context import Part, row, section, table
from innosprint_rules.report.html.markup import Html, tag
from innosprint_rules.report.html.outcome.context import OutcomeContext
from innosprint_rules.simulation.outcome.intervals import LEVEL
from innosprint_rules.wording import capital


def reading_section(context: OutcomeContext) -> Part:
    """Return what a percentage means, and what it does not."""
    method = context.say(
        f"Marges à {LEVEL} % : intervalle de Wilson, exact (Clopper et Pearson) quand c'est jamais ou toujours ; pour"
        " les moyennes, intervalle normal ; pour les quantiles, statistiques d'ordre. Les quantiles des montants"
        " sont connus à 0,4 % près.",
        f"Margins at {LEVEL}%: Wilson's interval, the exact one (Clopper and Pearson) for never and always; for means"
        " the normal interval, for quantiles order statistics. Quantiles of amounts are known to within 0.4%.",
    )
    return section(
        "lire",
        context.teller.say(HOW_TITLE),
        *(tag("p", context.teller.say(text)) for text in reading_words(context.outcome)),
        tag("p", method),
        *([tag("p", why)] if (why := why_stopped(context.outcome, context.teller)) else []),
    )


def assumptions_section(context: OutcomeContext) -> Part:
    """Return what the scenario assumes, all of it."""
    teller, setting = context.teller, context.outcome.setting
    heads = [context.say("Hypothèse", "Assumption"), context.say("Comment elle est tirée", "How it is drawn"),
             context.say("Nom dans le scénario", "Name in the scenario")]  # fmt: skip
    rows = [
        row(capital(teller.say(each.label)), teller.say(each.value), tag("code", each.name))
        for each in setting.assumptions
    ]
    given = table(teller.say(TITLE), heads, rows) if rows else None
    return section("hypotheses", teller.say(TITLE), *(tag("p", text) for text in bounded(setting, teller)), given)


def origin_section(context: OutcomeContext) -> Html:
    """Return with what the run was made, in full, so that it can be made again and compared."""
    setting, book = context.outcome.setting, context.outcome.setting.rulebook
    pairs = [
        (context.say("Scénario", "Scenario"), setting.file or setting.name),
        (context.say("Empreinte du scénario", "Digest of the scenario"), setting.digest),
        (context.say("Règles", "Rules"), f"{book.name} {book.version}"),
        (context.say("Empreinte des règles", "Digest of the rules"), book.digest),
        (context.say("Logiciel", "Program"), f"innosprint-rules {__version__}"),
    ]
    if setting.dossier_digest is not None:
        pairs.append((context.say("Empreinte du dossier", "Digest of the dossier"), setting.dossier_digest))
    return tag(
        "footer",
        tag("h2", context.say("Origine de cette page", "Where this page comes from")),
        tag("p", origin(context.outcome, context.teller)),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )
