"""An answer on one screen, 80 columns by 24 lines: the verdict, what to do first; the rest with ``--detail``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.agenda import agenda, first_words, once
from innosprint_rules.report.content.attention import by_rule, sections
from innosprint_rules.report.content.balance import EXCEEDED, balance_lines
from innosprint_rules.report.content.completing import to_fill_in
from innosprint_rules.report.content.margins import margins
from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, whom_and_amount
from innosprint_rules.report.content.repair import change_words, first_line
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    STYLES,
    article,
    days_left,
    party,
)
from innosprint_rules.report.text.allocation import allocation_table, summary_lines
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.check import verdict_lines
from innosprint_rules.report.text.layout import EMPTY, Line, block, table, wrap
from innosprint_rules.report.text.outlined import outlined
from innosprint_rules.wording import Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.results import Repair
    from innosprint_rules.allocation.sharing.results import Allocation
    from innosprint_rules.dossier.schema.raw import Notice
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice

SCREEN = 24
"""Lines of a screen."""
ROWS, STEPS, FACTS, REMARKS = 8, 3, 3, 2
_GRAVE = ("sum-disagrees", "dates-of-two-kinds", "row-left-out")  # of what was read, these first

_KEPT = 3 + 2 * REMARKS + 2
_MORE = Text("tout le détail : --detail", "all details: --detail")


def short_check(report: Report, teller: Teller, judged: Sequence[str], advice: Advice | None) -> list[Line]:
    """Return a check on one screen: the verdict, each broken line with its codes, what to do first."""
    head = verdict_lines(report, teller, judged)
    if report.proposal is not None:
        return fitted(
            [
                head,
                _votes(report, teller),
                _brought(report, teller),
                _ways(report, advice, teller),
                _last(report, teller),
            ],
            teller,
        )
    found = _attention(report.findings, teller)
    return fitted([head, found, _missing(report, teller), first_steps(report, teller), _last(report, teller)], teller)


def short_status(report: Report, teller: Teller) -> list[Line]:
    """Return where the programme stands on one screen: what is left, what is short, what falls due first."""
    head = [Line(line.text, "bold") for line in block(first_words(report, teller), teller.width, 0, 2)]
    return fitted(
        [
            head,
            _in_few(report, teller),
            _short_of(report, teller),
            first_steps(report, teller, 5),
            _remarks(report.notices, teller),
        ],
        teller,
    )


def short_allocation(found: Allocation, teller: Teller) -> list[Line]:
    """Return the methods of an allocation side by side on one screen."""
    told: list[Line] = []
    for sharing in found.sharings:
        name = METHOD_NAMES[sharing.method]
        codes = list(dict.fromkeys(f.rule for f in sharing.report.violations if f.new and f.severity == "error"))
        if not sharing.ok:
            said = Text(
                f"{METHOD_NAMES[sharing.method].fr} enfreint {lists(codes, 'fr')}",
                f"{sharing.method} breaks {lists(codes, 'en')}",
            )
            told += block(f"{MARKS['error']} {teller.say(said)}", teller.width, 2, 4, STYLES["error"])
        elif sharing.unknown:
            said = Text("{n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                        "{n:point|points} cannot be verified")  # fmt: skip
            text = teller.counted(said, n=len(sharing.unknown))
            told += block(f"{MARKS['unknown']} {teller.say(name)}, {text}", teller.width, 2, 4)
    save = Text("pour garder une proposition : --method investisseur --write proposition.xlsx",
                "to keep a proposal: --method investor --write proposal.xlsx")  # fmt: skip
    nxt = block(f"{MARKS['next']} {teller.say(save)}", teller.width, 2, 4)
    told += _remarks(found.notices, teller)
    return fitted([summary_lines(found, teller), allocation_table(found, teller), told, nxt], teller)


def short_repair(found: Repair, teller: Teller, simulated: bool = False) -> list[Line]:
    """Return the smallest changes on one screen, and where futures were ``simulated`` what may be voted safely."""
    text, style = first_line(found, teller)
    ways: list[Line] = []
    for group in found.groups[:2]:
        for number, each in enumerate(group.alternatives[:3], 1):
            said = teller.lists([change_words(change, teller) for change in each.changes])
            ways += block(said, teller.width, 2, 5, "bold", f"{number}. ")
    blocked: list[Line] = []
    for held in found.blocked:
        codes = list(dict.fromkeys(f.rule for f in held.findings))
        remedies = list(dict.fromkeys(teller.say(f.remedy) for f in held.findings if teller.say(f.remedy)))
        otherwise = Text(
            f"pour garder {held.line} ({lists(codes, 'fr')})", f"to keep {held.line} ({lists(codes, 'en')})"
        )
        colon = teller.colon
        blocked += block(f"{MARKS['next']} {teller.say(otherwise)}{colon}{'; '.join(remedies)}", teller.width, 2, 4)
    if found.blocked and found.completed is not None:
        for each_way in found.completed.alternatives[:3]:
            said = teller.lists([change_words(change, teller) for change in each_way.changes])
            blocked += block(f"{MARKS['notice']} {said}", teller.width, 4, 6)
    new = [f for f in found.report.findings if f.new and f.verdict == "violated" and f.severity == "error"]
    broken = [line for f in new for line in _one(f, teller)]
    safe: list[Line] = []
    if simulated:
        from innosprint_rules.report.text.repair import safe_lines

        safe = safe_lines(found, teller)
    parts = [[EMPTY, *part] for part in (safe, broken, ways, blocked) if part]
    return fitted([block(text, teller.width, 0, 2, style), *parts], teller)


# parts -----------------------------------------------------------------------------------------------


def _votes(report: Report, teller: Teller) -> list[Line]:
    """Return the lines that are put to the vote: those that are broken first where not all can be shown."""
    proposal = report.proposal
    assert proposal is not None  # noqa: S101  # the caller looked
    lines = list(proposal.lines)
    if len(lines) > ROWS:
        lines.sort(key=lambda line: line.ok)
    rows: list[tuple[str, str, str, str, str]] = []
    styles: list[str] = []
    for line in lines[:ROWS]:
        whom, cents = whom_and_amount(report, line)
        mark, style, word = line_word(line, is_refused(report, line))
        rows.append((mark, line.id, whom, teller.amount(cents), teller.say(word)))
        styles.append(STYLES.get(style, ""))
    told = [EMPTY, *(Line(text, style, text.find(row[1]) + len(row[1])) for text, style, row in
                     zip(table(rows, 10_000, 2, right=(3,)), styles, rows, strict=True))]  # fmt: skip
    rest = lines[ROWS:]
    if rest:
        broken = sum(not line.ok for line in rest)
        more = Text(
            "et {n:autre ligne|autres lignes}, dont {b} en infraction", "and {n:more row|more rows}, {b} of them broken"
        )
        told += block(teller.counted(more, n=len(rest), b=broken), teller.width, 2, 4)
    return [*told, *outlined(at_the_vote(proposal, teller), teller.width)]


def _ways(report: Report, advice: Advice | None, teller: Teller) -> list[Line]:
    """Return why the broken lines are broken, a sentence a rule, and the smallest changes."""
    proposal = report.proposal
    assert proposal is not None  # noqa: S101  # the caller looked
    told: list[Line] = []
    for line in proposal.lines:
        for finding in faults_first(line.findings):
            grave = finding.severity == "error" and finding.verdict in ("violated", "unknown")
            told += _one(finding, teller) if grave else []
    if told:
        told = [EMPTY, *told]
    if advice is not None and advice.repair is not None:
        from innosprint_rules.report.content.advice import ways_words

        said = ways_words(advice, teller)
        if said:
            first = teller.say(Text("D'abord : ", "First: "))
            told += block(said, teller.width, 2, 4, "bold", f"{MARKS['next']} {first}")
    return told


def _brought(report: Report, teller: Teller) -> list[Line]:
    """Return what voting the lines would break elsewhere."""
    assert report.proposal is not None  # noqa: S101  # the caller looked
    own = {id(f) for line in report.proposal.lines for f in line.findings}
    return _attention([f for f in report.findings if f.new and id(f) not in own], teller)


def _attention(findings: Iterable[Finding], teller: Teller) -> list[Line]:
    """Return what is broken, a line a rule, the gravest first; the rest in one count."""
    found = sections(findings)
    told: list[Line] = []
    rest: list[str] = []
    for section in found:
        if section.findings[0].severity == "error" or not told:
            groups = by_rule(section.findings)
            told += [EMPTY, Line(f"{teller.say(section.title)} ({len(section.findings)})", "bold")]
            for group in groups[:ROWS]:
                told += _one(group[0], teller, len(group))
            if len(groups) > ROWS:
                more = Text("et {n:autre règle|autres règles}", "and {n:more rule|more rules}")
                told += block(teller.counted(more, n=len(groups) - ROWS), teller.width, 2, 4)
        else:
            rest.append(f"{teller.say(section.title).lower()} ({len(section.findings)})")
    if rest:
        also = teller.say(Text("aussi : ", "also: "))
        told += block(f"{also}{teller.lists(rest)}", teller.width, 2, 4)
    return told


def _one(finding: Finding, teller: Teller, count: int = 1) -> list[Line]:
    """Return one finding in at most two lines: its code first."""
    kind = "unknown" if finding.verdict == "unknown" else finding.severity
    subject = finding.subject.id or ""
    if count > 1:
        subject += f" (+{count - 1})"
    lead = f"{MARKS[kind]} {finding.rule}{f' {subject}' if subject else ''} "
    text = f"{article(finding, teller)} {teller.say(finding.message)}"
    return cut(block(text, teller.width, 2, 4, STYLES[kind], lead), teller.width)


def cut(lines: list[Line], width: int) -> list[Line]:
    """Return at most two of the lines of one sentence."""
    if len(lines) > 2:
        cut = wrap(f"{lines[1].text.strip()} …", width, 4, 4)[0]
        lines = [lines[0], Line(cut if cut.endswith("…") else f"{cut[: width - 2]} …")]
    return lines


def _missing(report: Report, teller: Teller) -> list[Line]:
    found = to_fill_in(report, teller)
    unknown = [f for f in report.findings if f.verdict == "unknown" and f.severity == "error"]
    if found is None:
        return [line for f in unknown[:1] for line in _one(f, teller)]
    title = Text("À compléter d'abord", "To fill in first")
    return heading(teller.say(title), teller) + [Line(text) for text in table(found.facts[:FACTS], teller.width, 2)]


def first_steps(report: Report, teller: Teller, most: int = STEPS) -> list[Line]:
    """Return what is to be done first, a line each."""
    entries = once(agenda(report))
    if not entries:
        return []
    colon = teller.colon
    lines = heading(teller.say(Text("À faire", "To do")), teller)
    for entry, rows in entries[:most]:
        due = teller.say(Text("sans date", "no date"))
        if entry.due is not None:
            due = f"{teller.date(entry.due)} ({days_left(entry.due, report.as_of, teller)})"
        who = party(report.rulebook, entry.who, teller)
        what = f"{who}{colon}{teller.say(entry.what)}{rows}" if who else teller.say(entry.what) + rows
        told = block(f"{due} {what}", teller.width, 2, 4)
        lines += told[:2]
    if len(entries) > most:
        more = Text("et {n:autre échéance|autres échéances}", "and {n:more deadline|more deadlines}")
        lines += block(teller.counted(more, n=len(entries) - most), teller.width, 2, 4)
    return lines


def _last(report: Report, teller: Teller) -> list[Line]:
    """Return what stands at the end of every check: what to know of the files, and what is left."""
    return _remarks(report.notices, teller) + _left(report, teller)


def _remarks(notices: Sequence[Notice], teller: Teller) -> list[Line]:
    """Return what was noticed in the files, the gravest first: a row left out or swapped days concern the verdict."""
    found = [each for each in notices if each.location.file is not None and each.code != "not-happened-yet"]
    if not found:
        return []
    found.sort(key=lambda each: _GRAVE.index(each.code) if each.code in _GRAVE else len(_GRAVE))
    colon = teller.colon
    lines = [EMPTY]
    for each in found[:REMARKS]:
        lines += cut(
            block(
                f"{each.location.words(teller.lang)}{colon}{teller.say(each.message)}",
                teller.width,
                0,
                2,
                "",
                f"{MARKS['notice']} ",
            ),
            teller.width,
        )
    if len(found) > REMARKS:
        more = Text("et {n:autre remarque|autres remarques} sur les fichiers",
                    "and {n:more remark|more remarks} on the files")  # fmt: skip
        lines += block(teller.counted(more, n=len(found) - REMARKS), teller.width, 2, 4)
    return lines


def _left(report: Report, teller: Teller) -> list[Line]:
    """Return the last line of the balance, with what the vote would leave."""
    lines = balance_lines(report, teller)
    if not lines:
        return []
    last = lines[-1]
    colon = teller.colon
    said = f"{last.name[:1].upper()}{last.name[1:]}{colon}{teller.amount(last.amounts[0])}"
    if len(last.amounts) > 1:
        after = teller.say(Text("si tout est voté", "if all is voted"))
        said += f", {after}{colon}{teller.amount(last.amounts[1])}"
    if last.exceeded:
        said += f" {MARKS['error']} {teller.say(EXCEEDED)}"
    return [EMPTY, *block(said, teller.width, 0, 2, STYLES["error"] if last.exceeded else "bold")]


def _in_few(report: Report, teller: Teller) -> list[Line]:
    """Return the balance in one paragraph."""
    colon = teller.colon
    said = [
        f"{each.name}{colon}{teller.amount(each.amounts[0])}" for each in balance_lines(report, teller) if each.matters
    ]
    text = (teller.either("\u202f; ", "; ")).join(said)
    return [EMPTY, *block(text[:1].upper() + text[1:], teller.width, 0, 2)] if said else []


def _short_of(report: Report, teller: Teller) -> list[Line]:
    """Return the thresholds that are not reached or exceeded, a line each."""
    rows: list[tuple[str, str, str]] = []
    for margin in margins(report.findings):
        if margin.left is None or margin.left >= 0:
            continue
        value, limit = margin.written(margin.value, teller), margin.written(margin.threshold, teller)
        title = teller.say(margin.finding.compiled.rule.title)
        stand = teller.say(Text(f"{value} sur {limit}", f"{value} of {limit}"))
        rows.append((MARKS["next"], margin.finding.rule, f"{stand} – {title}"))
    if not rows:
        return []
    title = teller.say(Text("Pas encore atteint", "Not reached yet"))
    lines: list[Line] = []
    for row in rows[:5]:
        lines += [Line(text) for text in table([row], teller.width, 2)[:1]]
    return heading(title, teller) + lines


def fitted(parts: Sequence[Sequence[Line]], teller: Teller, most: int = SCREEN) -> list[Line]:
    """Return parts in their order in ``most`` lines; where they do not fit, the later ones give way, line by line."""
    last = [EMPTY, *block(teller.say(_MORE), teller.width, 0, 2, "dim")]
    room = most - len(last)
    lines: list[Line] = []
    left = [list(part) for part in parts if part]
    # the last part (what to know of the files, what is left) is short and always fits: room is kept for it
    kept = left[-1] if len(left) > 1 and len(left[-1]) <= _KEPT else []
    for part in left[:-1] if kept else left:
        free = room - len(kept) - len(lines)
        if len(part) <= free:
            lines += part
        elif free > 2:
            lines += [*part[: free - 1], Line("  …")]
    return [*lines, *kept, *last]
