"""The end of the page: what is due, what to know, what needs no attention, with what the report was made."""

from __future__ import annotations

from collections import Counter, defaultdict

from innosprint_rules._version import __version__
from innosprint_rules.report.content.agenda import Entry, agenda
from innosprint_rules.report.content.completing import TITLE, to_fill_in
from innosprint_rules.report.content.origin import not_happened, origin_words
from innosprint_rules.report.content.words import VERDICTS, days_left, party
from innosprint_rules.report.html.check.context import (
    Cells,
    PageContext,
    Part,
    folded,
    number,
    pill,
    row,
    section,
    table,
)
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.wording import Text, capital

_CALM = ("satisfied", "pending", "not_applicable")
_MOST_NOTICES, _MOST_ROWS = 200, 12


def agenda_section(context: PageContext) -> Part | None:
    """Return who must do what by when, soonest first."""
    entries = agenda(context.report)
    if not entries:
        return None
    heads: list[str] = [
        context.say("Échéance", "Due"), context.say("Délai", "Time left"), context.say("Qui", "Who"),
        context.say("Quoi", "What"), context.say("Règle", "Rule"),
    ]  # fmt: skip
    same: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        same[entry.due, entry.who, entry.what, entry.rule, entry.reachable].append(entry)
    rows = [_due(group, context) for group in same.values()]
    caption = context.say("Ce qui est dû, par qui et pour quand", "What is due, by whom and when")
    return section("agenda", context.say("À faire", "To do"), table(caption, heads, rows, "stack agenda"))


def _due(group: list[Entry], context: PageContext) -> Cells:
    """Return what is due, once for all the rows of which the same is due."""
    entry, report, teller = group[0], context.report, context.teller
    late = entry.due is not None and entry.due < report.as_of
    when = context.say("sans date", "no date") if entry.due is None else context.time(entry.due)
    left = "" if entry.due is None else days_left(entry.due, report.as_of, teller)
    what: list[Child] = [capital(teller.say(entry.what))]
    ids = [each.id for each in group if each.id and each.id not in teller.say(entry.what)]
    if len(group) > 1 and ids:
        what.append(
            f" ({teller.lists(ids[:_MOST_ROWS]) if len(ids) <= _MOST_ROWS else ', '.join(ids[:_MOST_ROWS]) + '…'})"
        )
    if entry.reachable is False:
        what += [" ", pill("error", context.say("compromis", "lost"))]
    return row(
        when,
        pill("error", left) if late else left,
        capital(party(report.rulebook, entry.who, teller)),
        what,
        tag("span", entry.rule, class_="code"),
    )


def to_fill_in_section(context: PageContext) -> Part | None:
    """Return the missing facts, the one that would settle most first."""
    found = to_fill_in(context.report, context.teller)
    if found is None or not (found.facts or found.together):
        return None
    items = [tag("li", tag("b", capital(what)), context.teller.colon, worth) for what, worth in found.facts]
    return section(
        "a-completer",
        context.teller.say(TITLE),
        tag("ul", items) if items else None,
        tag("p", f"{capital(found.together)}.") if found.together else None,
    )


def notices_section(context: PageContext) -> Part | None:
    """Return what the reader should know beside the verdicts, each thing once."""
    report, teller = context.report, context.teller
    told = dict.fromkeys(
        (n.location.words(teller.lang), teller.say(n.message)) for n in report.notices if n.code != "not-happened-yet"
    )
    ahead = context.say(*[not_happened(report, teller)] * 2)
    items = [tag("li", capital(ahead))] if ahead else []
    for where, said in list(told)[:_MOST_NOTICES]:
        items.append(
            tag("li", tag("span", where, context.teller.colon, class_="place") if where else None, capital(said))
        )
    return section("a-savoir", context.say("À savoir", "Good to know"), tag("ul", items)) if items else None


def rest_section(context: PageContext) -> Part | None:
    """Return everything that needs no attention: one line, and a table by rule on demand."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in context.report.findings:
        if finding.verdict in _CALM and finding.reachable is not False:
            counts[finding.rule][finding.verdict] += 1
    if not counts:
        return None
    rules = context.report.judge.program.rules
    words = [context.teller.say(VERDICTS[verdict]) for verdict in _CALM]
    totals = [sum(each[verdict] for each in counts.values()) for verdict in _CALM]
    said = ", ".join(f"{total} {word}" for total, word in zip(totals, words, strict=True) if total)
    rows = [
        row(
            tag("span", code, class_="code"),
            capital(context.teller.say(rules[code].rule.title)),
            *(number(str(found[verdict] or "–")) for verdict in _CALM),
        )
        for code, found in counts.items()
    ]
    one, many = Text("autre point", "other point"), Text("autres points", "other points")
    caption = context.say("Les autres points, règle par règle", "The other points, rule by rule")
    heads: list[str] = [context.say("Règle", "Rule"), context.say("Ce qu'elle demande", "What it asks"), *words]
    return section(
        "reste",
        context.say("Le reste", "The rest"),
        tag("p", context.teller.number(sum(totals), one, many), context.teller.colon, said, "."),
        folded(caption, table(caption, heads, rows, "counts")),
    )


def origin_section(context: PageContext) -> Html:
    """Return with what the report was made, in full, so that it can be made again and compared."""
    report = context.report
    book = report.rulebook
    pairs = [
        (context.say("Règles", "Rules"), f"{book.name} {book.version}"),
        (context.say("Empreinte des règles", "Digest of the rules"), book.digest),
        (context.say("Empreinte du dossier", "Digest of the dossier"), report.dossier_digest),
        (context.say("Moteurs", "Engines"), ", ".join(filter(None, [f"reference {__version__}", report.inference]))),
    ]
    return tag(
        "footer",
        tag("h2", context.say("Origine de ce rapport", "Where this report comes from")),
        tag("p", origin_words(report, context.teller)),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )
