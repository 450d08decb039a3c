"""``innosprint decide``: write down what was voted at a session, in a copy of the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.calendar import local_today
from innosprint_rules.cli.common import codes, error_width, guarded, page_width, say, tell
from innosprint_rules.cli.helps import FILE, SharedOptions
from innosprint_rules.cli.options import members, refuse_empty, together
from innosprint_rules.errors import ProblemList, UsageError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.consigning.ballot import Voted
    from innosprint_rules.dossier.consigning.writing import Copied
    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook

BROKEN = 1


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang)
    file = FILE.get(lang)

    @app.command("decide", help=_HELP.get(lang))
    def decide(
        dossier: str = given.dossier,
        session: str = typer.Option(..., metavar="CODE", help=helps["session"]),
        output: str = typer.Option(..., metavar=_COPY.get(lang), help=helps["output"]),
        proposal: str | None = given.proposal,
        present: str | None = typer.Option(None, metavar=_NAMES.get(lang), help=helps["present"]),
        by: str | None = typer.Option(None, metavar=_NAMES.get(lang), help=helps["by"]),
        refuse: list[str] | None = typer.Option(None, metavar="ID", help=helps["refuse"]),
        amount: list[str] | None = typer.Option(None, metavar="ID=EUROS", help=helps["amount"]),
        presentations: str | None = typer.Option(None, metavar=file, help=helps["presentations"]),
        rules: str | None = given.rules,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            from innosprint_rules.dossier.consigning.writing import refuse_target, write_copy
            from innosprint_rules.dossier.paths import existing

            inputs = (dossier, proposal, presentations, rules)
            with together() as also:
                amounts = also(lambda: read_amounts(amount))
                named = (("DOSSIER", dossier), ("--session", session), ("--output", output), ("--proposal", proposal),
                         ("--presentations", presentations), ("--rules", rules))  # fmt: skip
                for name, path in named:
                    also(partial(refuse_empty, name, path))
            refuse_target(existing(dossier), output, inputs, force)
            done, made, report = consigned(
                dossier, proposal, session, present, by, codes(refuse), amounts, presentations, rules, output
            )
            for said in made.told:
                tell("\n".join(wrap(f"· {said.get(lang)}", error_width(), 0, 2, whole=True)))
            write_copy(made, output, inputs, force)
            raise typer.Exit(tell_vote(done, made, report, output, lang))


def consigned(
    dossier: str,
    proposal: str | None,
    session: str,
    present: str | None,
    by: str | None,
    refused: Sequence[str],
    amounts: dict[str, int],
    presentations: str | None,
    rules: str | None,
    output: str,
) -> tuple[Voted, Copied, Report]:
    """Read what is given, make the copy in memory and judge it; nothing is written yet."""
    from innosprint_rules.dossier.consigning.ballot import Ballot, voted
    from innosprint_rules.dossier.consigning.writing import copied
    from innosprint_rules.dossier.proposal import combine, read_proposal
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import check, default_rulebook, load_rulebook

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    with together() as also:
        there = also(lambda: members(rulebook, "--present", present))
        deciders = also(lambda: members(rulebook, "--by", by))
        read = also(lambda: read_dossier(dossier, rulebook))
        offered = None if proposal is None else also(lambda: read_proposal(proposal, rulebook))
        shown = () if presentations is None else also(lambda: read_presentations(presentations, session, rulebook))
    everyone = rulebook.agreement.vocabularies["members"].names
    done = voted(read, offered, Ballot(session, there, deciders, refused, amounts, shown, everyone))
    if offered is not None:
        combine(read, offered)  # refuses, in the proposal, what the dossier does not know
    today = local_today()
    made = copied(Path(dossier), read, done, output, today)
    day = done.day
    return done, made, check(made.dossier, rulebook, as_of=max(day, _last_day(done, day)))


def _last_day(done: Voted, day: date) -> date:
    return max((done.day_of(row) or day for row in done.lines), default=day)


def read_amounts(values: Sequence[str] | None) -> dict[str, int]:
    """Read ``A08=4 000,00``, repeated; amounts in cents by id.

    Raises:
        UsageError: one is not of that form, or not an amount.
    """
    from innosprint_rules.dossier.cells import CellError, read_amount

    amounts: dict[str, int] = {}
    problems = ProblemList()
    for value in values or ():
        name, equals, euros = (piece.strip() for piece in value.partition("="))
        try:
            cents = read_amount(euros) if name and equals else None
        except CellError as error:
            said = Text(f"--amount {name} : {error.message.fr}", f"--amount {name}: {error.message.en}")
            problems.add("bad-amount", said, error.hint)
            continue
        if cents is None or name in amounts:
            problems.add(
                "bad-amount",
                Text(f"--amount : « {value} » n'est pas une ligne et son montant, ou la ligne est nommée deux fois",
                     f"--amount: “{value}” is not a line and its amount, or names the line twice"),
                Text("écrire la ligne, = et des euros : A08=4000", "write the line, = and euros: A08=4000"),
            )  # fmt: skip
        else:
            amounts[name] = cents
    if problems:
        raise UsageError(problems.problems)
    return amounts


def read_presentations(path: str, session: str, rulebook: Rulebook) -> tuple[Row, ...]:
    """Read the presentations of a session from a CSV file with the columns of that table, that of the session aside."""
    from innosprint_rules.dossier.consigning.presented import read_presented

    return read_presented(Path(path), session, rulebook)


def tell_vote(done: Voted, made: Copied, report: Report, output: str, lang: Lang) -> int:
    """Say what was consigned, what it breaks if anything, and what comes next; return the exit status."""
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.screen.vote import vote_lines

    lines, broken = vote_lines(done, made, report, output, Teller(lang, page_width()))
    say("\n".join(line.text for line in lines))
    return BROKEN if broken else 0


_COPY, _NAMES = Text("COPIE", "COPY"), Text("NOMS", "NAMES")
_HELP = Text(
    "Consigne ce qui a été voté à une session, dans une copie numérotée du dossier : qui était présent, qui a décidé,"
    " chaque ligne acceptée, changée ou refusée. Ce que le dossier contient d'autre reste tel quel, et l'original n'est"
    " jamais modifié.\n\n"
    "Les lignes sont celles de --proposal, sinon celles que le dossier propose. Sans lignes proposées, le vote déjà"
    " consigné est corrigé.\n\n"
    "Codes de sortie : 0 consigné ; 1 consigné, mais une ligne votée enfreint la convention ; 2 demande ou données à"
    " corriger, rien n'est écrit.",
    "Writes down what was voted at a session, in a numbered copy of the dossier: who was present, who decided, each"
    " line accepted, changed or refused. Whatever else the dossier holds stays as it is, and the original is never"
    " changed.\n\n"
    "The lines are those of --proposal, else those that the dossier proposes. Without proposed lines the vote that is"
    " consigned already is corrected.\n\n"
    "Exit statuses: 0 consigned; 1 consigned, but a line that was voted breaks the agreement; 2 bad usage or data to"
    " correct, nothing is written.",
)
_HELPS: dict[str, Text] = {
    "session": Text("session qui a voté : S4", "session that voted: S4"),
    "output": Text(
        "copie à écrire : un classeur pour un classeur, un dossier pour un dossier",
        "copy to write: a workbook for a workbook, a folder for a folder",
    ),
    "present": Text("membres présents, séparés par « ; » ou « , »", "members present, separated by “;” or “,”"),
    "by": Text(
        "membres qui ont décidé ; par défaut les présents, sinon tous",
        "members who decided; by default those present, else all",
    ),
    "refuse": Text("ligne refusée ; peut être répété", "line that is refused; may be repeated"),
    "amount": Text("autre montant d'une ligne ; peut être répété", "another amount of a line; may be repeated"),
    "presentations": Text(
        "présentations de la session, en CSV, dans les colonnes de leur table",
        "presentations of the session, as CSV, in the columns of their table",
    ),
}
