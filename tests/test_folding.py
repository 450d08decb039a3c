"""What is one name, what is one identifier, and which characters a message must name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.folding import fold, odd_characters, same_key, says_something, stripped, unseen

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\ufe0f\u034f\u180e\u3164"
SPACES = " \t\n\r\u00a0\u1680\u2002\u2003\u2007\u2009\u202f\u205f\u3000\u2028"
DASHES = "-_‐‑‒–—―−﹣－"
APOSTROPHES = "'’‘ʼ‛′`´＇"
TEXTS = st.text(max_size=40)


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_names_are_one_whatever_the_dash_and_the_apostrophe(dash: str, apostrophe: str) -> None:
    assert fold(f" L{apostrophe}UPJV {dash} Insset. ") == fold("l'upjv-insset") == "l upjv insset"


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("unseen", INVISIBLE)
def test_names_are_one_whatever_the_spaces_and_what_is_invisible(space: str, unseen: str) -> None:
    assert fold(f"{unseen}Faubourg{space}{unseen}{space}Numé{unseen}rique{space}") == "faubourg numerique"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ŒUVRE", "oeuvre"), ("Évaluation à mi‑parcours", "evaluation a mi parcours"), ("e\u0301té", "ete"),
        ("Ｆｕｌｌ", "full"), ("ﬁn", "fin"), ("STRASSE", "strasse"), ("straße", "strasse"), ("Fin…", "fin"),
        ("...", ""), ("a.b", "a.b"), ("n°", "n°"),
    ],
)  # fmt: skip
def test_how_a_name_is_compared(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(TEXTS)
def test_folding_again_changes_nothing_and_a_long_text_is_folded_alike(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text + " " * 100) == fold(text)
    assert fold(text.upper()) == fold(text.upper().lower())


@pytest.mark.parametrize(
    "alike",
    [
        "p01", "P 01", " P01 ", "P\u00a001", "P\u200b01", "\u202eP01\u202c", "\ufeffP01", "P\u00ad01", "Р01", "Ρ01",
        "Ｐ０１", "𝐏𝟎𝟏", "Ꮲ01", "ꓑ01", "ᴘ01", "Ⲣ01", "P\ufe0f01",
    ],
)  # fmt: skip
def test_identifiers_that_look_alike_are_one(alike: str) -> None:
    assert same_key(alike) == same_key("P01") == "p01"


@pytest.mark.parametrize("other", ["P1", "PO1", "P-01", "P.01", "Ṕ01", "R01", "P01.", "Π01", "Ф01", ""])
def test_identifiers_that_do_not_look_alike_are_two(other: str) -> None:
    assert same_key(other) != same_key("P01")


@pytest.mark.parametrize("id_", ["À-1", "l'un", "Été", "ß1"])
def test_an_identifier_is_one_in_either_form_of_its_accents(id_: str) -> None:
    assert len({same_key(unicodedata.normalize(form, id_)) for form in ("NFC", "NFD", "NFKC", "NFKD")}) == 1


@given(
    st.text(st.characters(max_codepoint=0x24F), max_size=20), st.sampled_from(INVISIBLE + SPACES), st.integers(0, 20)
)
def test_what_is_not_seen_makes_no_other_identifier(key: str, unseen: str, at: int) -> None:
    assert same_key(key[:at] + unseen + key[at:]) == same_key(key)
    assert same_key(same_key(key)) == same_key(key)


@given(
    st.text(st.sampled_from(INVISIBLE + SPACES)),
    st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1),
)
def test_what_cannot_be_seen_is_blank_and_comes_off_the_ends(around: str, text: str) -> None:
    assert unseen(around)
    assert not unseen(around + text)
    assert stripped(around + text + around) == text


@pytest.mark.parametrize(("text", "says"), [("—", False), ("…", False), ("?!", False), ("", False), ("\u3164", False),
                                            ("é", True), ("- 1", True), ("²", True)])  # fmt: skip
def test_what_says_something_has_a_letter_or_a_digit(text: str, says: bool) -> None:
    assert says_something(text) is says


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("35 000,00 €", ()), ("35\u00a0000,00\u202f€", ()), ("Évaluation — « à mi-parcours »", ()), (" A1 ", ()),
        ("35  000,00", ("U+0020 ×2",)), ("35\u2002000,00", ("U+2002",)), ("35\u00a0 000", ("U+00A0", "U+0020")),
        ("А1", ("U+0410",)), ("А1 А1", ("U+0410",)), ("A\u200b1", ("U+200B",)), ("Ａ1", ("U+FF21",)),
        ("A−1", ("U+2212",)),
        ("a\nb", ("U+000A",)), ("a\x00b", ("U+0000",)), ("e\u0301", ("U+0301",)), ("x\t\ty", ("U+0009 ×2",)),
        ("абвгдежз", ("U+0430", "U+0431", "U+0432", "U+0433", "U+0434")),
    ],
)  # fmt: skip
def test_which_characters_are_named(text: str, odd: tuple[str, ...]) -> None:
    assert odd_characters(text) == odd


@given(TEXTS)
def test_only_what_is_there_is_named(text: str) -> None:
    for named in odd_characters(text):
        assert chr(int(named[2:].split()[0], 16)) in text
