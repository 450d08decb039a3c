"""The end of the page: what is due, what to know, what needs no attention, with what the report was made."""

from __future__ import annotations

from collections import Counter, defaultdict

from innosprint_rules._version import __version__
from innosprint_rules.report.content.agenda import Entry, agenda
from innosprint_rules.report.content.completing import TITLE, to_fill_in
from innosprint_rules.report.content.origin import not_happened, origin_words
from innosprint_rules.report.content.words import VERDICTS, days_left, number_of, party
from innosprint_rules.report.html.check.telling import (
    Cells,
    Part,
    Telling,
    folded,
    number,
    pill,
    row,
    section,
    table,
)
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.wording import Text, capital, lists

_CALM = ("satisfied", "pending", "not_applicable")
_MOST_NOTICES, _MOST_ROWS = 200, 12


def agenda_section(telling: Telling) -> Part | None:
    """Return who must do what by when, soonest first."""
    entries = agenda(telling.report)
    if not entries:
        return None
    heads: list[str] = [
        telling.say("Échéance", "Due"), telling.say("Délai", "Time left"), telling.say("Qui", "Who"),
        telling.say("Quoi", "What"), telling.say("Règle", "Rule"),
    ]  # fmt: skip
    same: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        same[entry.due, entry.who, entry.what, entry.rule, entry.reachable].append(entry)
    rows = [_due(group, telling) for group in same.values()]
    caption = telling.say("Ce qui est dû, par qui et pour quand", "What is due, by whom and when")
    return section("agenda", telling.say("À faire", "To do"), table(caption, heads, rows, "stack agenda"))


def _due(group: list[Entry], telling: Telling) -> Cells:
    """Return what is due, once for all the rows of which the same is due."""
    entry, report, lang = group[0], telling.report, telling.lang
    late = entry.due is not None and entry.due < report.as_of
    when = telling.say("sans date", "no date") if entry.due is None else telling.time(entry.due)
    left = "" if entry.due is None else days_left(entry.due, report.as_of, lang)
    what: list[Child] = [capital(entry.what.get(lang))]
    ids = [each.id for each in group if each.id and each.id not in entry.what.get(lang)]
    if len(group) > 1 and ids:
        what.append(
            f" ({lists(ids[:_MOST_ROWS], lang) if len(ids) <= _MOST_ROWS else ', '.join(ids[:_MOST_ROWS]) + '…'})"
        )
    if entry.reachable is False:
        what += [" ", pill("error", telling.say("compromis", "lost"))]
    return row(
        when,
        pill("error", left) if late else left,
        capital(party(report.rulebook, entry.who, lang)),
        what,
        tag("span", entry.rule, class_="code"),
    )


def to_fill_in_section(telling: Telling) -> Part | None:
    """Return the missing facts, the one that would settle most first."""
    found = to_fill_in(telling.report, telling.lang)
    if found is None or not (found.facts or found.together):
        return None
    items = [tag("li", tag("b", capital(what)), telling.colon, worth) for what, worth in found.facts]
    return section(
        "a-completer",
        TITLE.get(telling.lang),
        tag("ul", items) if items else None,
        tag("p", f"{capital(found.together)}.") if found.together else None,
    )


def notices_section(telling: Telling) -> Part | None:
    """Return what the reader should know beside the verdicts, each thing once."""
    report, lang = telling.report, telling.lang
    told = dict.fromkeys(
        (n.location.words(lang), n.message.get(lang)) for n in report.notices if n.code != "not-happened-yet"
    )
    ahead = telling.say(*[not_happened(report, lang)] * 2)
    items = [tag("li", capital(ahead))] if ahead else []
    for where, said in list(told)[:_MOST_NOTICES]:
        items.append(tag("li", tag("span", where, telling.colon, class_="place") if where else None, capital(said)))
    return section("a-savoir", telling.say("À savoir", "Good to know"), tag("ul", items)) if items else None


def rest_section(telling: Telling) -> Part | None:
    """Return everything that needs no attention: one line, and a table by rule on demand."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in telling.report.findings:
        if finding.verdict in _CALM and finding.reachable is not False:
            counts[finding.rule][finding.verdict] += 1
    if not counts:
        return None
    rules = telling.report.judge.program.rules
    words = [VERDICTS[verdict].get(telling.lang) for verdict in _CALM]
    totals = [sum(each[verdict] for each in counts.values()) for verdict in _CALM]
    said = ", ".join(f"{total} {word}" for total, word in zip(totals, words, strict=True) if total)
    rows = [
        row(
            tag("span", code, class_="code"),
            capital(rules[code].rule.title.get(telling.lang)),
            *(number(str(found[verdict] or "–")) for verdict in _CALM),
        )
        for code, found in counts.items()
    ]
    one, many = Text("autre point", "other point"), Text("autres points", "other points")
    caption = telling.say("Les autres points, règle par règle", "The other points, rule by rule")
    heads: list[str] = [telling.say("Règle", "Rule"), telling.say("Ce qu'elle demande", "What it asks"), *words]
    return section(
        "reste",
        telling.say("Le reste", "The rest"),
        tag("p", number_of(sum(totals), one, many, telling.lang), telling.colon, said, "."),
        folded(caption, table(caption, heads, rows, "counts")),
    )


def origin_section(telling: Telling) -> Html:
    """Return with what the report was made, in full, so that it can be made again and compared."""
    report = telling.report
    book = report.rulebook
    pairs = [
        (telling.say("Règles", "Rules"), f"{book.name} {book.version}"),
        (telling.say("Empreinte des règles", "Digest of the rules"), book.digest),
        (telling.say("Empreinte du dossier", "Digest of the dossier"), report.dossier_digest),
        (telling.say("Moteurs", "Engines"), ", ".join(filter(None, [f"reference {__version__}", report.inference]))),
    ]
    return tag(
        "footer",
        tag("h2", telling.say("Origine de ce rapport", "Where this report comes from")),
        tag("p", origin_words(report, telling.lang)),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )
