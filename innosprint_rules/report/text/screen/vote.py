"""What was consigned, in words: each line, what it breaks if anything, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.table_names import Noun
from innosprint_rules.folding import same_key
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.dossier.consigning.ballot import Voted
    from innosprint_rules.dossier.consigning.writing import Copied
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


def _done(noun: Noun) -> Text:
    return Text(
        f"{capital(noun.one.fr)} {{session}} {noun.agreed('consigné')} dans {{path}}, copie n° {{n}}",
        f"{capital(noun.one.en)} {{session}} consigned in {{path}}, copy no. {{n}}",
    )


def _mended(noun: Noun) -> Text:
    return Text(f"Vote {noun.of_the} {{session}} corrigé dans {{path}}, copie n° {{n}}",
                f"Vote of the {noun.one.en} {{session}} corrected in {{path}}, copy no. {{n}}")  # fmt: skip


def breaches(done: Voted, report: Report) -> dict[str, list[Finding]]:
    """Return, by id, what the lines that were accepted break at severity error."""
    found: dict[str, list[Finding]] = {}
    accepted = {
        same_key(row.identity): row.identity
        for row in done.lines
        if getattr(row, done.role.status) != done.role.refused
    }
    for each in report.findings:
        key = same_key(each.subject.id or "")
        grave = each.verdict == "violated" and each.severity == "error"
        if grave and each.subject.table == done.role.table and key in accepted:
            found.setdefault(accepted[key], []).append(each)
    return found


def vote_lines(
    done: Voted, made: Copied, report: Report, path: str, teller: Teller
) -> tuple[list[Line], dict[str, list[Finding]]]:
    """Return what to print once a vote is written, and what the lines break."""
    session = done.session
    broken = breaches(done, report)
    head = _mended if done.corrected else _done
    role = done.role
    status = made.dossier.schema.tables[role.table].by_code[role.status]
    decided, refused = status.label(role.decided), status.label(role.refused)
    said = teller.say(head(session.table.noun).fill(session=session.identity, path=path, n=str(made.record.number)))
    lines = block(said, teller.width, 0, 2, STYLES["ok"] if not broken else STYLES["error"])
    rows = []
    for row in done.lines:
        codes = ", ".join(dict.fromkeys(each.rule for each in broken.get(row.identity, ())))
        if getattr(row, role.status) == role.refused:
            mark, word = MARKS["notice"], teller.say(refused)
        elif codes:
            mark, word = (
                MARKS["error"],
                teller.say(Text(f"{decided.fr}, enfreint {codes}", f"{decided.en}, breaks {codes}")),
            )
        else:
            mark, word = MARKS["ok"], teller.say(decided)
        whom = getattr(row, role.beneficiary) or ""
        rows.append((mark, row.identity, whom, teller.amount(getattr(row, role.amount)), word))
    lines += [Line(text) for text in table(rows, teller.width, 2, right=(3,))]
    for old, new in done.names.items():
        called = Text(f"« {old} » s'appelle désormais {new}", f"“{old}” is now called {new}")
        lines += block(teller.say(called), teller.width, 2, 4)
    named = (getattr(row, role.deciders) for row in done.lines) if role.deciders is not None else ()
    deciders = "; ".join(next((names for names in named if names), ()))
    if deciders:
        lines += block(teller.say(Text(f"Décidé par {deciders}", f"Decided by {deciders}")), teller.width, 2, 4)
    later = sorted(
        (held_on, each.identity)
        for each in made.dossier.rows(session.table.code) or ()
        if (held_on := getattr(each, session.table.date_column or "")) is not None and held_on > done.day
    )
    if later:
        day = teller.date(later[0][0])
        noun = session.table.noun
        nxt = Text(f"{'Prochaine' if noun.feminine else 'Prochain'} {noun.one.fr} : {later[0][1]}, le {day}",
                   f"Next {noun.one.en}: {later[0][1]}, on {day}")  # fmt: skip
        lines += block(teller.say(nxt), teller.width, 2, 4)
    after = f"innosprint publish minutes {path} --session {session.identity} --output …"
    lines += block(teller.say(Text(f"Ensuite : {after}", f"Then: {after}")), teller.width, 0, 2)
    return lines, broken
