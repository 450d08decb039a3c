"""Readers of cells, strict and in French habits: one function a kind, one error type.

Each takes whatever stands in a cell (text, or a value of JSON, of a spreadsheet, of a data frame) and returns
the internal form, None for a blank, or raises :class:`CellError`.
"""

from innosprint_rules.dossier.cells.base import CellError, is_blank, is_error_text, quote, show
from innosprint_rules.dossier.cells.dates import read_date
from innosprint_rules.dossier.cells.numbers import read_amount, read_decimal, read_number
from innosprint_rules.dossier.cells.words import (
    choice_reader,
    error_text,
    fold_choice,
    read_done,
    read_flag,
    read_key,
    read_list,
    read_reference,
    read_said,
    read_text,
    read_word,
    read_words,
    said_in,
    says_nothing,
)

__all__ = [
    "CellError",
    "choice_reader",
    "error_text",
    "fold_choice",
    "is_blank",
    "is_error_text",
    "quote",
    "read_amount",
    "read_date",
    "read_decimal",
    "read_done",
    "read_flag",
    "read_key",
    "read_list",
    "read_number",
    "read_reference",
    "read_said",
    "read_text",
    "read_word",
    "read_words",
    "said_in",
    "says_nothing",
    "show",
]
