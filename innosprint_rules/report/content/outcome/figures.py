"""How the figures of an outcome are written: shares, their intervals, amounts that are known to three digits."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from innosprint_rules.dossier.schema.values import decimal_text
from innosprint_rules.formula.types import Kind
from innosprint_rules.money import format_amount
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.simulation.distributions.quantities import three_digits
from innosprint_rules.simulation.outcome.figure import Figure
from innosprint_rules.simulation.outcome.intervals import MARGIN, Mean, Share, exact, whole
from innosprint_rules.simulation.outcome.outcome import MeasureOutcome
from innosprint_rules.simulation.outcome.quantiles import Quantile
from innosprint_rules.wording import NARROW_NBSP, NBSP, Text


def decimals(value: Fraction | Decimal, places: int, teller: Teller) -> str:
    """Return a number with some decimals, as the language writes it."""
    number = exact(value) if isinstance(value, Fraction) else value
    text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,f}"
    if teller.lang == "en":
        return text
    return text.replace(",", NARROW_NBSP).replace(".", ",")


def percent(share: Share, teller: Teller) -> str:
    """Return a share in percent; one that is not 0 or 1 is never shown as if it were."""
    if share.of == 0:
        return "–"
    value = share.fraction * 100
    if 0 < value < Fraction(1, 10):
        return f"<{NBSP}{_percent(Fraction(1, 10), 1, teller)}"
    if Fraction(999, 10) < value < 100:
        return f">{NBSP}{_percent(Fraction(999, 10), 1, teller)}"
    return _percent(value, _places(share), teller)


def _places(share: Share) -> int:
    """Return how many decimals a share takes: one near the ends, where they matter and are known."""
    value = share.fraction * 100
    if 0 < value < 1 or 99 < value < 100:
        return 2
    return 1 if 0 < value < 10 or 90 < value < 100 else 0


def _percent(value: Fraction | Decimal, places: int, teller: Teller) -> str:
    return decimals(value, places, teller) + teller.percent_sign


def interval(share: Share, teller: Teller) -> str:
    """Return between which shares the true one lies: « 82 à 84 % »; at the ends « au plus 0,04 % »."""
    if share.of == 0:
        return ""
    low, high = (100 * each for each in share.bounds())
    if share.count == 0:
        return teller.say(Text("au plus {p}", "at most {p}").fill(p=_percent(high, _fine(high), teller)))
    if share.count == share.of:
        return teller.say(Text("au moins {p}", "at least {p}").fill(p=_percent(low, _fine(100 - low), teller)))
    places = max(_places(share), _apart(low, high))
    first, last = decimals(low, places, teller), _percent(high, places, teller)
    return teller.either(f"{first} à {last}", f"{first} to {last}")


def _apart(low: Decimal, high: Decimal) -> int:
    """Return how many decimals tell two ends apart, three at most."""
    gap = high - low
    return next((places for places in range(3) if gap >= Decimal(1).scaleb(-places)), 3)


def _fine(rest: Decimal) -> int:
    """Return how many decimals a bound takes that is ``rest`` percent from the end: two digits that count."""
    return next((places for places in range(6) if rest >= Decimal(10).scaleb(-places)), 6)


def share_words(share: Share, teller: Teller) -> str:
    """Return a share and its interval: « 83 % (82 à 84 %) »."""
    bounds = interval(share, teller)
    return f"{percent(share, teller)} ({bounds})" if bounds else percent(share, teller)


def years(count: int, teller: Teller) -> str:
    """Return a number of years that were simulated."""
    return teller.number(count, Text("année simulée", "simulated year"), Text("années simulées", "simulated years"))


# values of a measure ---------------------------------------------------------------------------------


def value(found: int | Fraction | Decimal | None, kind: Kind, teller: Teller) -> str:
    """Return a value of a measure in full: an amount to the cent, the mean of numbers to two decimals."""
    if found is None:
        return "–"
    if kind == "amount":
        return format_amount(_whole(found), teller.lang)
    if kind == "date":
        return teller.date(date.fromordinal(_whole(found)))
    if kind == "decimal":
        if not isinstance(found, int):
            return decimals(found / 10**6, 2, teller)
        text = decimal_text(found)
        return text.replace(".", ",") if teller.lang == "fr" else text
    return teller.grouped(found) if isinstance(found, int) else decimals(found, 2, teller)


def quantile(found: Quantile | None, kind: Kind, teller: Teller) -> str:
    """Return a quantile as exactly as it is known: to the unit, or to three digits."""
    if found is None:
        return "–"
    if found.exact or kind == "date":
        return short(found.value, kind, teller)
    return short(three_digits(found.value), kind, teller)


def margin(found: Quantile | None, kind: Kind, teller: Teller) -> str:
    """Return between which values a quantile lies: « 4 120 € à 4 350 € »; empty where that is no more than is told."""
    if found is None or found.margin is None or found.margin == (found.low, found.high):
        return ""
    ends = [
        quantile(found, kind, teller)
        if end == own
        else short(end if kind == "date" else three_digits(end), kind, teller)
        for end, own in zip(found.margin, (found.low, found.high), strict=True)
    ]
    return teller.either(f"{ends[0]} à {ends[1]}", f"{ends[0]} to {ends[1]}")


def quantile_words(found: Quantile | None, kind: Kind, teller: Teller) -> str:
    """Return a quantile and its margin: « 4 240 € (4 120 € à 4 350 €) »."""
    bounds = margin(found, kind, teller)
    return f"{quantile(found, kind, teller)} ({bounds})" if bounds else quantile(found, kind, teller)


def nine_in_ten(measure: MeasureOutcome, teller: Teller) -> str:
    """Return between which values nine years out of ten lie: « de 0 € à 12 100 € », or the one value."""
    low, high = (quantile(measure.quantile(each), measure.kind, teller) for each in (5, 95))
    if low == high:
        return low
    return teller.either(f"de {low} à {high}", f"{low} to {high}")


def short(found: int, kind: Kind, teller: Teller) -> str:
    """Return a value, an amount in whole euros when it is."""
    text = value(found, kind, teller)
    return text.replace(teller.either(",00", ".00"), "") if kind == "amount" and found % 100 == 0 else text


def euros(found: int | Fraction | Decimal, teller: Teller) -> str:
    """Return an amount to the nearest euro."""
    return short(100 * round(Fraction(_whole(found), 100)), "amount", teller)


def _whole(found: int | Fraction | Decimal) -> int:
    return found if isinstance(found, int) else whole(found)


def mean_words(measure: MeasureOutcome, teller: Teller) -> str:
    """Return a mean and half its interval: « 4 723 € (± 170 €) »; of a date, its interval in days."""
    if measure.mean is None:
        return "–"
    told = euros(measure.mean, teller) if measure.kind == "amount" else value(measure.mean, measure.kind, teller)
    return told + half_interval(measure.statistics, measure.kind, teller)


def half_interval(mean: Mean, kind: Kind, teller: Teller) -> str:
    """Return half the interval of a mean at 95 %, of dates in days: «  (± 170 €) »; empty where nothing varies."""
    if not mean.error:
        return ""
    return f" (±{NBSP}{_size(mean.error * MARGIN, kind, teller)})"


def _size(size: Fraction | Decimal, kind: Kind, teller: Teller) -> str:
    """Return how far two values of a measure are apart: amounts in euros, dates in days."""
    if kind == "amount":
        return euros(size, teller)
    if kind == "date":
        return f"{decimals(size, 1, teller)}{NBSP}{teller.either('jours', 'days')}"
    return value(size, kind, teller)


# figures that are compared ---------------------------------------------------------------------------


def figure_short(found: Figure | None, teller: Teller) -> str:
    """Return a figure where there is little room: a share in percent, an amount in euros, a mean to two decimals."""
    if found is None or found.value is None:
        return "–"
    if found.share is not None:
        return percent(found.share, teller)
    if found.kind == "amount":
        return euros(found.value, teller)
    return value(found.value, found.kind or "number", teller)


def change_words(change: Fraction, kind: Kind | None, teller: Teller) -> str:
    """Return how far a figure is from another: « +12 points », « −310 € », « +3,2 jours »."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    size = abs(change)
    if kind is None:
        points = decimals(100 * size, 0 if size >= Fraction(1, 10) else 1, teller)
        word = (
            "point"
            if Fraction(points.replace(",", ".")) < (2 if teller.lang == "fr" else Fraction(101, 100))
            else "points"
        )
        return f"{sign}{points}{NBSP}{word}"
    return sign + _size(size, kind, teller)
