"""Lines of text: widths, indents, no-break spaces, characters that must not reach a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.report.text.encodings import LOOKALIKE, register
from innosprint_rules.report.text.layout import block, table, wrap
from innosprint_rules.wording import printable

AMOUNT = "35\u202f000,00\u00a0€"


@given(st.text(max_size=300), st.integers(40, 100), st.integers(0, 10), st.integers(0, 12))
def test_no_line_is_too_wide(text: str, width: int, indent: int, hang: int) -> None:
    assert all(len(line) <= width for line in wrap(text, width, indent, hang))


def test_an_amount_is_never_broken() -> None:
    for width in range(40, 60):
        assert any(
            AMOUNT in line for line in wrap(f"avec cette ligne, voici ce qui est attribué, soit {AMOUNT}", width)
        )


def test_a_page_drives_no_terminal() -> None:
    assert printable("a\x1b[2Jb\nc\u202ed\u00a0e") == "a\ufffd[2Jb c\ufffdd\u00a0e"


def test_only_the_lead_is_styled() -> None:
    first, second = block("x" * 30 + " " + "y" * 30, 40, 2, 4, "bold", "✗ END01 ")
    assert first.text[: first.reach] == "  ✗ END01"
    assert (first.style, second.style) == ("bold", "")


def test_the_last_column_wraps_below_itself() -> None:
    lines = table([("a", "1"), ("bbb", "mot " * 20)], 40, 2)
    assert lines[0] == "  a    1"
    assert all(line.startswith(" " * 7) for line in lines[2:])
    assert all(len(line) <= 40 for line in lines)


def test_amounts_stand_on_the_right() -> None:
    assert table([("a", "5"), ("b", "10")], 40, 0, right=(1,)) == ["a   5", "b  10"]


def test_what_cannot_be_written_is_replaced_by_what_resembles_it() -> None:
    register()
    assert f"{AMOUNT} → ✗".encode("cp1252", LOOKALIKE).decode("cp1252") == "35\u00a0000,00\u00a0€ > x"
    assert f"{AMOUNT} é œ 日".encode("ascii", LOOKALIKE) == b"35 000,00 EUR e oe ?"
