"""The end of the page: how to read it, what is assumed, with what it was made."""

from __future__ import annotations

from innosprint_rules._version import __version__
from innosprint_rules.report.content.outcome.closing import TITLE, bounded, origin
from innosprint_rules.report.content.outcome.headline import HOW_TITLE, reading_words
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.html.check.telling import Part, row, section, table
from innosprint_rules.report.html.markup import Html, tag
from innosprint_rules.report.html.outcome.telling import Telling
from innosprint_rules.simulation.outcome.intervals import LEVEL
from innosprint_rules.wording import capital


def reading_section(telling: Telling) -> Part:
    """Return what a percentage means, and what it does not."""
    method = telling.say(
        f"Marges à {LEVEL} % : intervalle de Wilson, exact (Clopper et Pearson) quand c'est jamais ou toujours ; pour"
        " les moyennes, intervalle normal ; pour les quantiles, statistiques d'ordre. Les quantiles des montants"
        " sont connus à 0,4 % près.",
        f"Margins at {LEVEL}%: Wilson's interval, the exact one (Clopper and Pearson) for never and always; for means"
        " the normal interval, for quantiles order statistics. Quantiles of amounts are known to within 0.4%.",
    )
    return section(
        "lire",
        HOW_TITLE.get(telling.lang),
        *(tag("p", text.get(telling.lang)) for text in reading_words(telling.outcome)),
        tag("p", method),
        *([tag("p", why)] if (why := why_stopped(telling.outcome, telling.lang)) else []),
    )


def assumptions_section(telling: Telling) -> Part:
    """Return what the scenario assumes, all of it."""
    lang, setting = telling.lang, telling.outcome.setting
    heads = [telling.say("Hypothèse", "Assumption"), telling.say("Comment elle est tirée", "How it is drawn"),
             telling.say("Nom dans le scénario", "Name in the scenario")]  # fmt: skip
    rows = [
        row(capital(each.label.get(lang)), each.value.get(lang), tag("code", each.name)) for each in setting.assumptions
    ]
    given = table(TITLE.get(lang), heads, rows) if rows else None
    return section("hypotheses", TITLE.get(lang), *(tag("p", text) for text in bounded(setting, lang)), given)


def origin_section(telling: Telling) -> Html:
    """Return with what the run was made, in full, so that it can be made again and compared."""
    setting, book = telling.outcome.setting, telling.outcome.setting.rulebook
    pairs = [
        (telling.say("Scénario", "Scenario"), setting.file or setting.name),
        (telling.say("Empreinte du scénario", "Digest of the scenario"), setting.digest),
        (telling.say("Règles", "Rules"), f"{book.name} {book.version}"),
        (telling.say("Empreinte des règles", "Digest of the rules"), book.digest),
        (telling.say("Logiciel", "Program"), f"innosprint-rules {__version__}"),
    ]
    if setting.dossier_digest is not None:
        pairs.append((telling.say("Empreinte du dossier", "Digest of the dossier"), setting.dossier_digest))
    return tag(
        "footer",
        tag("h2", telling.say("Origine de cette page", "Where this page comes from")),
        tag("p", origin(telling.outcome, telling.lang)),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )
