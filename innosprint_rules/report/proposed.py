"""What a proposal would change: may its lines be voted, which line breaks what, the balance before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from innosprint_rules.engine.report import BALANCE_LINES
from innosprint_rules.report.attention import heading, told_finding
from innosprint_rules.report.headroom_text import headroom_lines
from innosprint_rules.report.layout import Line, block, table
from innosprint_rules.report.words import MARKS, STYLES, amount, counted
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.rows import Allocation
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposalResult, ProposedLine, Report
    from innosprint_rules.report.advice import Advice
    from innosprint_rules.rulebook.loading import Rulebook

_REFUSED = "refusée"


def verdict(report: Report, proposal: ProposalResult, lang: Lang) -> tuple[str, str]:
    """Return whether the lines may be voted, in one sentence, and the style it is set in."""
    lines = [line for line in proposal.lines if _model(report, line).status != _REFUSED]
    broken = [line for line in lines if not line.ok]
    new = [f for f in report.findings if f.new and f.severity == "error"]
    elsewhere = sum(f.verdict == "violated" for f in new)
    unknown = sum(f.verdict == "unknown" for f in new)
    if not lines:
        return Text("La proposition ne contient aucune ligne à voter", "The proposal holds no row to vote").get(
            lang
        ), ""
    if broken and len(lines) == 1:
        said = Text(f"La ligne {lines[0].id} enfreint la convention", f"Row {lines[0].id} breaks the agreement")
        return said.get(lang), "bold red"
    if broken:
        said = Text("{k:ligne|lignes} sur {n} {verb} la convention", "{k:row|rows} of {n} {verb} the agreement")
        verb = Text("enfreint" if len(broken) == 1 else "enfreignent", "breaks" if len(broken) == 1 else "break")
        said = Text(said.fr.replace("{verb}", verb.fr), said.en.replace("{verb}", verb.en))
        return counted(said, lang, k=len(broken), n=len(lines)), "bold red"
    if elsewhere:
        said = Text("Ces lignes sont conformes, mais les voter entraîne {n:manquement|manquements} ailleurs",
                    "These rows comply, but voting them brings {n:breach|breaches} elsewhere")  # fmt: skip
        return counted(said, lang, n=elsewhere), "bold red"
    if unknown:
        said = Text("Rien n'enfreint la convention, mais {n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                    "Nothing breaks the agreement, but {n:point|points} cannot be verified")  # fmt: skip
        return counted(said, lang, n=unknown), "bold magenta"
    if len(lines) == 1:
        return Text("Vous pouvez voter cette ligne", "You may vote this row").get(lang), "bold green"
    return Text(f"Vous pouvez voter ces {len(lines)} lignes", f"You may vote these {len(lines)} rows").get(
        lang
    ), "bold green"


def told_lines(
    report: Report, proposal: ProposalResult, lang: Lang, width: int, advice: Advice | None = None
) -> list[Line]:
    """Return the lines of the proposal one by one, with what each breaks and by how much.

    With ``advice`` the smallest changes stand below a breach, and how far each line may go below them all.
    """
    rows: list[tuple[str, str, str, str, str]] = []
    for line in proposal.lines:
        model = _model(report, line)
        mark, _, word = line_word(line, model.status == _REFUSED)
        rows.append((mark, line.id, model.project or "", amount(model.amount, lang), word.get(lang)))
    set_rows = table(rows, width, 2, right=(3,))
    lines = heading(Text("Proposition", "Proposal").get(lang), lang)
    position = 0
    for row, line in zip(rows, proposal.lines, strict=True):
        _, style, _ = line_word(line, _model(report, line).status == _REFUSED)
        text = set_rows[position]
        position += 1
        lines.append(Line(text, STYLES.get(style, ""), text.find(row[1]) + len(row[1])))
        while position < len(set_rows) and set_rows[position].startswith(" " * 8):
            lines.append(Line(set_rows[position]))
            position += 1
        for finding in line.findings:
            if finding.verdict in ("violated", "unknown"):
                lines += told_finding(finding, lang, width, 6, named=False)
                lines += _helped(advice, finding, lang, width)
            lines += _contested(finding, lang, width)
    lines += at_the_vote(proposal, lang, width)
    if advice is None:
        return lines
    if advice.failure:
        from innosprint_rules.report.advice import failure_words

        lines += block(f"{MARKS['notice']} {failure_words(advice, lang)}", width, 2, 4)
    return lines + headroom_lines(advice.rooms, lang, width)


def _helped(advice: Advice | None, finding: Finding, lang: Lang, width: int) -> list[Line]:
    if advice is None:
        return []
    from innosprint_rules.report.advice import help_words  # on use only: most checks need no repair

    said = help_words(advice, finding, lang)
    return block(f"{MARKS['next']} {said}", width, 8, 10) if said else []


def _contested(finding: Finding, lang: Lang, width: int) -> list[Line]:
    """Say that another reading would change whether the line may be voted; which one stands further down."""
    keys = [c.reading for c in finding.contested if "violated" in (finding.verdict, c.verdict)]
    if not keys:
        return []
    asked = ", ".join(dict.fromkeys(keys))
    said = Text(f"{finding.rule} dépend de la lecture du texte ({asked}, voir plus bas)",
                f"{finding.rule} depends on how the text is read ({asked}, see below)")  # fmt: skip
    return block(f"{MARKS['notice']} {said.get(lang)}", width, 6, 8)


def line_word(line: ProposedLine, refused: bool) -> tuple[str, str, Text]:
    doubt = any(f.verdict == "unknown" and f.severity == "error" for f in line.findings)
    if refused:
        return MARKS["notice"], "notice", Text("refusée, rien à juger", "refused, nothing to judge")
    if not line.ok:
        codes = ", ".join(dict.fromkeys(line.breaks))
        return MARKS["error"], "error", Text(f"enfreint {codes}", f"breaks {codes}")
    if doubt:
        return MARKS["unknown"], "unknown", Text("non vérifiable", "cannot be verified")
    if any(f.verdict == "violated" for f in line.findings):
        return MARKS["ok"], "ok", Text("conforme, avec une réserve", "compliant, with a remark")
    return MARKS["ok"], "ok", Text("conforme", "compliant")


def at_the_vote(proposal: ProposalResult, lang: Lang, width: int) -> list[Line]:
    """Return what remains to be done for the lines, once each: deciders to write down, projects to present."""
    told: dict[tuple[str, str], list[Finding]] = {}
    for line in proposal.lines:
        for finding in line.findings:
            if finding.verdict == "pending":
                told.setdefault((finding.rule, finding.message.get(lang)), []).append(finding)
    lines: list[Line] = []
    for (rule, message), group in told.items():
        ids = ", ".join(f.subject.id or "" for f in group)
        every = len(group) == len(proposal.lines) > 1
        whom = Text("toutes les lignes", "every row").get(lang) if every else ids
        colon = "\u00a0: " if lang == "fr" else ": "
        lines += block(f"{MARKS['next']} {rule}, {whom}{colon}{message}", width, 2, 4)
    return lines


def told_balance(report: Report, lang: Lang, width: int) -> list[Line]:
    """Return the balance, with what the proposal would leave beside it."""
    after = report.proposal.balance if report.proposal is not None else None
    names = balance_names(report.rulebook, lang)
    head = Text("Solde", "Balance").get(lang)
    rows: list[tuple[str, ...]] = []
    if after is not None:
        rows.append(("", Text("avant", "before").get(lang), Text("si tout est voté", "if all is voted").get(lang)))
    for line in BALANCE_LINES:
        values = [report.balance[line], *([after[line]] if after is not None else [])]
        if line not in _ALWAYS and all(value == 0 for value in values):
            continue
        rows.append((names[line], *(amount(value, lang) for value in values)))
    lines = [Line(text) for text in table(rows, width, 2, right=(1, 2) if after is not None else (1,))]
    left = (after or report.balance)["remaining"]
    if left is not None and left < 0:
        last = lines[-1].text
        lines[-1] = Line(f"{last}  {MARKS['error']} {'dépassé' if lang == 'fr' else 'exceeded'}", STYLES["error"])
    return heading(head, lang) + lines


_ALWAYS = frozenset({"endowment", "received", "allocated", "paid_out", "remaining"})


def balance_names(rulebook: Rulebook, lang: Lang) -> Mapping[str, str]:
    """Return the lines of the balance as the rulebook calls them."""
    names: dict[str, str] = {}
    for line in BALANCE_LINES:
        name = rulebook.agreement.balance.get(line, line)
        measure = rulebook.measures.get((None, name))
        parameter = rulebook.parameters.get(name)
        label = measure.label if measure is not None else parameter.label if parameter is not None else None
        names[line] = line if label is None else label.get(lang)
    return names


def _model(report: Report, line: ProposedLine) -> Allocation:
    """Return the proposed row as it was read."""
    rows = report.judge.world.dossier.rows("allocations") or ()
    return next(cast("Allocation", row) for row in rows if row.from_proposal and row.identity == line.id)
