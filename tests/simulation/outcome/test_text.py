"""An outcome in text: figures as people write them, the answer first, nothing too wide, both languages."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.dossier.addresses import letters
from innosprint_rules.report.content.outcome.figures import change_words, decimals, interval, percent, quantile
from innosprint_rules.report.content.outcome.headline import headline
from innosprint_rules.report.content.outcome.moments import sentences
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.text.bars import bar, span, spark
from innosprint_rules.report.text.encodings import LOOKALIKE, register
from innosprint_rules.report.text.layout import Line
from innosprint_rules.report.text.outcome.compare import comparison_lines
from innosprint_rules.report.text.outcome.text import outcome_lines
from innosprint_rules.simulation.outcome.compare import compare
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.simulation.outcome.no_return import curve
from innosprint_rules.simulation.outcome.quantiles import Quantile
from innosprint_rules.wording import LANGUAGES, Lang
from tests.simulation.made_outcome import made, moved, setting


def text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def squeezed(lang: Lang = "fr", width: int = 80) -> str:
    """Return the text of the outcome on one line, plain spaces throughout."""
    return re.sub(r"\s+", " ", text(outcome_lines(moved(), Teller(lang, width))))


@pytest.mark.parametrize(
    ("count", "of", "french", "english", "margin"),
    [
        (0, 10_000, "0 %", "0%", "au plus 0,037 %"),
        (10_000, 10_000, "100 %", "100%", "au moins 99,963 %"),
        (3, 10_000, "< 0,1 %", "<0.1%", "0,01 à 0,09 %"),
        (9_997, 10_000, "> 99,9 %", ">99.9%", "99,91 à 99,99 %"),
        (47, 10_000, "0,47 %", "0.47%", "0,35 à 0,62 %"),
        (850, 10_000, "8,5 %", "8.5%", "8,0 à 9,1 %"),
        (8_300, 10_000, "83 %", "83%", "82 à 84 %"),
        (9_760, 10_000, "97,6 %", "97.6%", "97,3 à 97,9 %"),
        (1, 2, "50 %", "50%", "9 à 91 %"),
        (1, 1, "100 %", "100%", "au moins 2 %"),
        (0, 0, "–", "–", ""),
    ],
)
def test_shares_are_written_as_sure_as_they_are(count: int, of: int, french: str, english: str, margin: str) -> None:
    share = Share(count, of)
    assert percent(share, FRENCH).replace("\u00a0", " ") == french
    assert percent(share, ENGLISH).replace("\u00a0", "") == english
    assert interval(share, FRENCH).replace("\u00a0", " ") == margin


@given(st.integers(1, 10**7).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.sampled_from(LANGUAGES))
def test_only_never_is_0_and_only_always_100(pair: tuple[int, int], lang: Lang) -> None:
    share = Share(*pair)
    said = percent(share, Teller(lang)).replace("\u00a0", "")
    assert (said == "0%") == (share.count == 0)
    assert (said == "100%") == (share.count == share.of)
    assert not re.fullmatch(r"(0[.,]0+|100[.,]0+)%", said)


@pytest.mark.parametrize(
    ("found", "kind", "said"),
    [
        (Quantile(50, 3_500_000, 3_497_984, 3_506_175), "amount", "35 000 €"),
        (Quantile(50, 424_447, 424_000, 425_000), "amount", "4 240 €"),
        (Quantile(50, 12_345, 12_345, 12_345), "amount", "123,45 €"),
        (Quantile(50, 6, 6, 6), "number", "6"),
        (Quantile(50, 737_136, 737_136, 737_136), "date", "18/03/2019"),
        (None, "amount", "–"),
    ],
)
def test_quantiles_are_told_to_the_digits_that_are_known(found: Quantile | None, kind: str, said: str) -> None:
    assert quantile(found, kind, FRENCH).replace("\u00a0", " ").replace("\u202f", " ") == said  # type: ignore[arg-type]  # kinds are given as text


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (Fraction(12, 100), None, "+12 points"),
        (Fraction(-14, 1000), None, "−1,4 point"),
        (Fraction(-310_00), "amount", "−310 €"),
        (Fraction(16, 5), "date", "+3,2 jours"),
        (Fraction(1, 4), "number", "+0,25"),
        (Fraction(0), "number", "0,00"),
    ],
)
def test_changes_have_their_sign_and_unit(change: Fraction, kind: str | None, said: str) -> None:
    found = change_words(change, kind, FRENCH)  # type: ignore[arg-type]  # kinds are given as text
    assert found.replace("\u00a0", " ").replace("\u202f", " ") == said


def test_decimals_are_grouped() -> None:
    assert decimals(Fraction(1234567, 100), 1, FRENCH) == "12\u202f345,7"
    assert decimals(Fraction(1234567, 100), 1, ENGLISH) == "12,345.7"


# charts ----------------------------------------------------------------------------------------------


@given(st.fractions(0, 1), st.integers(1, 40))
def test_a_bar_has_its_width_and_is_never_blank_for_something(share: Fraction, width: int) -> None:
    drawn = bar(share, width)
    assert len(drawn) == width
    assert bool(drawn.strip()) == (share > 0)
    assert bar(Fraction(1), width) == "█" * width


@given(st.lists(st.integers(0, 10**9), max_size=40))
def test_a_sparkline_has_a_letter_a_value(values: list[int]) -> None:
    drawn = spark(values)
    assert len(drawn) == len(values)
    assert all((letter == " ") == (value == 0) for letter, value in zip(drawn, values, strict=True))
    if any(values):
        assert drawn[values.index(max(values))] == "█"


@given(*(st.fractions(0, 1) for _ in range(3)), st.integers(2, 40))
def test_a_span_marks_its_base(low: Fraction, high: Fraction, base: Fraction, width: int) -> None:
    drawn = span(low, high, base, width)
    assert len(drawn) == width
    assert drawn.count("│") == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_charts_have_stand_ins_that_keep_their_width(encoding: str) -> None:
    register()
    for drawn in (bar(Fraction(37, 100), 10), spark(range(9)), span(Fraction(0), Fraction(1), Fraction(1, 2), 9)):
        written = drawn.encode(encoding, LOOKALIKE).decode(encoding)
        assert len(written) == len(drawn)
        assert "?" not in written
    assert bar(Fraction(37, 100), 10).encode("ascii", LOOKALIKE) == b"####      "
    whole = text(outcome_lines(moved(), Teller("fr", 70))).encode("ascii", LOOKALIKE).decode("ascii")
    assert "?" not in whole.replace("agir ?", "")


# the whole text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 63, 64, 80, 100])
def test_no_line_is_too_wide(lang: Lang, width: int) -> None:
    compared = compare([made(), made("one-project-takes-all", seed=2), made("c", harder=0.5), made("d")])
    lines = outcome_lines(moved(), Teller(lang, width))
    assert max(len(line.text) for line in lines) <= width
    if width >= 60:  # a label and two scenarios
        assert max(len(line.text) for line in comparison_lines(compared, Teller(lang, width))) <= width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_comes_first(lang: Lang) -> None:
    lines = [line.text for line in outcome_lines(made(), Teller(lang, 10000))]
    assert lines[3] == headline(made(), Teller(lang))
    said = re.sub(r"\s", " ", lines[3])
    expected = {
        "fr": "Sur 2 000 années simulées : aucun manquement dans 0 %, tous les objectifs dans 5,8 %, à restituer",
        "en": "Of 2,000 simulated years: no breach in 0%, all objectives in 5.8%,",
    }[lang]
    assert said.startswith(expected)


def test_the_parts_stand_in_their_order() -> None:
    found = squeezed()
    titles = ("Comment lire", "Objectifs atteints", "Règles non respectées", "Écarts avec les orientations",
              "Non vérifiable", "L’argent", "Les autres grandeurs", "Jusqu’à quand", "Ce qui compte le plus",
              "Ce que le scénario suppose", "graine 1")  # fmt: skip
    places = [found.index(title) for title in titles]
    assert places == sorted(places)


def test_obligations_most_at_risk_come_first() -> None:
    found = squeezed()
    part = found[found.index("Règles non respectées") : found.index("Écarts avec")]
    codes = re.findall(r"[✗!·] ([A-Z]{3}\d\d) «", part)
    counts = [made().rules[code].years["violated"] for code in codes]
    assert counts == sorted(counts, reverse=True)
    assert codes[0] == "PRJ01"
    assert "jamais dans ces années (au plus 0,18 %)" in part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_objectives_and_guidance_are_never_called_breaches(lang: Lang) -> None:
    word = {"fr": "manquement", "en": "breach"}[lang]
    document = re.split(r"\n\n", text(outcome_lines(moved(), Teller(lang, 80))))
    for part in document:
        if "OBJ0" in part or "PRJ03" in part:
            assert word not in part.lower(), part


def test_a_percentage_is_explained_and_the_scenario_is_named_as_the_source() -> None:
    assert "« 83 % » veut dire : dans 83 années simulées sur 100" in squeezed()
    assert "Tout vient des hypothèses du scénario" in squeezed()
    assert "Everything comes from the assumptions of the scenario" in squeezed("en")


def test_french_has_its_spaces_and_languages_do_not_mix() -> None:
    french, english = text(outcome_lines(moved(), Teller("fr", 80))), text(outcome_lines(moved(), Teller("en", 80)))
    assert not re.search(r"[\w»)] [;?!%€](?:\s|$)", french)
    assert not re.search(r"\w [:](?:\s|$)", french)
    assert not re.search(r"\b(the|years|share)\b", french)
    assert not re.search(r"\b(années|les|dans)\b", english)


def test_a_run_that_was_stopped_says_so() -> None:
    stopped = dataclasses.replace(made(), setting=setting(asked=10_000))
    assert stopped.partial
    said = re.sub(r"\s+", " ", text(outcome_lines(stopped, Teller("fr", 80))))
    assert "Résultat partiel : 2 000 années sur 10 000" in said


def test_rules_left_out_are_said() -> None:
    whole = len(made().setting.rulebook.rules)
    assert f"1 règle sur {whole} : « aucun" in re.sub(
        r"\s+", " ", text(outcome_lines(made(), Teller("fr", 80), ["SES01"]))
    )
    assert f"2 rules of {whole}: “no" in re.sub(
        r"\s+", " ", text(outcome_lines(made(), Teller("en", 80), ["SES01", "END01"]))
    )


def test_the_point_of_no_return_gives_both_days() -> None:
    assert "D’après le texte : 6 échéances, du 13/03/2019 au 11/01/2020." in squeezed()
    assert re.search(
        r"En pratique, jusqu’au \d\d/\d\d/2019 : sur [\d ]+ années où ce n’était pas encore fait, [\d ]+ y sont",
        squeezed(),
    )


def test_no_sentence_says_too_late_of_what_no_year_has_lost() -> None:
    """What can still be saved is told by one count: the years not done yet on a day, and those of them that made it."""
    days = [100, 107, 114]
    for counts, said in (
        (
            [(60, 30, 0), (60, 12, 0), (60, 1, 0)],
            ["until", "60 years", "12 made it", "less than the", "1 made"],
        ),
        (
            [(60, 30, 0), (60, 12, 6), (10, 0, 10)],
            ["until", "at least", "too few years", "no longer allow it in 10%"],
        ),
        ([(60, 30, 0), (60, 12, 0), (60, 9, 0)], ["even on", "9 made it"]),
        ([(60, 1, 0), (60, 0, 0), (60, 0, 0)], ["from", "on, that is less than the threshold", "1 made it"]),
    ):
        found = curve("HUB02", [], days, 60, counts)
        whole = " ".join(sentences(found, ENGLISH)).replace("\u00a0", " ")
        assert all(part in whole for part in said), whole
        assert "too late" not in whole
        assert ("no longer allow it" in whole) is any(lost for _, _, lost in counts[:2])
        assert "trop tard" not in " ".join(sentences(found, FRENCH))


# side by side ----------------------------------------------------------------------------------------


def test_scenarios_stand_side_by_side_and_only_sure_differences_are_marked() -> None:
    compared = compare([made(), made("harder", harder=1.4), made("same")])
    lines = [line.text for line in comparison_lines(compared, Teller("fr", 100))]
    row = next(line for line in lines if "OBJ03" in line)
    assert re.search(r"\d %\s+\d\d %\s↓\s+\d\d %$", row.replace("\u00a0", " ")), row
    broken = next(line for line in lines if "REP01" in line)
    assert re.search(r"\d %\s+[\d,]+ %\s↑\s+\d\d %$", broken.replace("\u00a0", " ")), broken
    alike = next(line for line in lines if "à restituer" in line)
    assert "↑" not in alike
    assert "↓" not in alike
    assert any("mêmes tirages" in line for line in lines)
    assert any("hypothèses des scénarios" in line for line in lines)


def test_more_scenarios_than_fit_are_told_in_turn_beside_the_first() -> None:
    compared = compare([made(), *(made(f"s{n}", harder=1 + n / 10) for n in range(1, 7))])
    lines = [line.text for line in comparison_lines(compared, Teller("en", 80))]
    heads = [line.split() for line in lines if re.fullmatch(r"\s+A(\s+[B-Z])+", line)]
    assert heads == [["A", "B", "C", "D"], ["A", "E", "F", "G"]]


def test_letters_go_on_after_z() -> None:
    assert [letters(each) for each in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
