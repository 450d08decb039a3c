"""Where ``allocate`` and ``repair`` save a proposal: a CSV file or a workbook, and how it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import error_width, tell
from innosprint_rules.cli.options import quoted
from innosprint_rules.cli.output import Output
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.proposal import Proposal

BOOK = ".xlsx"


def refuse_suffix(write: Output) -> None:
    """Refuse to write a proposal to what is neither a CSV file nor a workbook.

    Raises:
        UsageError: the name has another suffix.
    """
    if write.path is not None and write.path.strip() and Path(write.path).suffix.lower() not in (".csv", BOOK):
        raise UsageError(
            Problem(
                "write-csv",
                Text(f"{write.option} : une proposition s'écrit en CSV ou en classeur .xlsx, non dans « {write.path} »",
                     f"{write.option}: a proposal is written as CSV or as an .xlsx workbook, not to “{write.path}”"),
                Text("donner un nom qui finit par .csv ou .xlsx", "give a name that ends in .csv or .xlsx"),
            )
        )  # fmt: skip


def tell_written(write: Output, lang: Lang, saved: bool = True) -> None:
    """Say where a proposal was written and what comes next, or that none was."""
    if write.path is not None:
        said = (_SAVED if saved else _NOT_SAVED).naming(lang, path=write.path, quoted=quoted(write.path))
        tell("\n".join(wrap(said, error_width(), 0, 4, whole=True)))


def write_proposal(proposal: Proposal, write: Output) -> None:
    """Write a proposal that ``check`` reads: every column of the table of decisions, in its order.

    Raises:
        DossierError: a workbook is asked for and openpyxl is not installed.
        UsageError: it cannot be written.
    """
    if Path(write.path or "").suffix.lower() == BOOK:
        from innosprint_rules.dossier.schema.roles import required
        from innosprint_rules.dossier.schema.tables import PROPOSAL
        from innosprint_rules.dossier.writing.workbook import book_bytes, new_book, sheet_name, write_rows

        book = new_book()
        schema = proposal.schema
        table = schema.tables[required(schema.roles.proposals, "proposals").table]
        write_rows(book.create_sheet(sheet_name(schema.inputs[PROPOSAL])), table, proposal.rows, list(table.columns))
        write.give(book_bytes(book))
        return
    from innosprint_rules.dossier.writing.text import proposal_csv

    write.give(("\ufeff" + proposal_csv(proposal)).encode())


_SAVED = Text("proposition écrite : {path} ; ensuite : innosprint check DOSSIER --proposal {quoted}",
              "proposal written: {path}; then: innosprint check FOLDER --proposal {quoted}")  # fmt: skip
_NOT_SAVED = Text("rien n'est écrit dans {path} : aucun changement de montants ne suffit",
                  "nothing is written to {path}: no change of amounts is enough")  # fmt: skip
