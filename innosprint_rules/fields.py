"""Reading the fields of a YAML mapping: required or not, of a known kind, every mistake noted with its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.nearest import suggestion
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import LANGUAGES, Text, placeholders, same

_DIGITS = 9
"""Digits of a whole number that a table or a rule may state."""


class FieldReader:
    """Reads one mapping; ``finish`` refuses the keys that nobody asked for."""

    def __init__(self, fields: Fields, problems: ProblemList) -> None:
        self.fields = fields
        self.problems = problems
        self._asked: set[str] = set()

    def get(self, key: str) -> Value | None:
        """Return a value that may be left out."""
        self._asked.add(key)
        return self.fields.values.get(key)

    def need(self, key: str) -> Value | None:
        """Return a value that must be there; note its absence."""
        value = self.get(key)
        if value is None:
            self.problems.add(
                "missing-key",
                Text(f"il manque la clé « {key} »", f"the key “{key}” is missing"),
                suggestion(key, list(self.fields.values)),
                self.fields.location,
            )
        return value

    def scalar(self, key: str, required: bool = True) -> Scalar | None:
        """Return a text with its place."""
        value = self.need(key) if required else self.get(key)
        if value is None or isinstance(value, Scalar):
            return value
        self.wrong(value.location, key, "un texte", "a text")
        return None

    def text(self, key: str, default: str = "", required: bool = True) -> str:
        """Return a text."""
        value = self.scalar(key, required)
        return default if value is None else value.text.strip()

    def whole(self, key: str) -> int | None:
        """Return a whole number that may be left out."""
        value = self.scalar(key, required=False)
        if value is None:
            return None
        text = value.text.strip()
        if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
            return int(text)
        self.wrong(value.location, key, "un nombre entier", "a whole number")
        return None

    def day(self, key: str) -> date | None:
        """Return a day that may be left out."""
        value = self.scalar(key, required=False)
        found = None if value is None else read_typed(value, "date", self.problems)
        return date.fromordinal(found) if isinstance(found, int) else None

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return one of some words."""
        words = list(allowed)
        first = words[0] if words else ""  # what stands for a mistake that is told
        value = self.scalar(key, required=default is None)
        if value is None:
            return default if default is not None else first
        word = value.text.strip()
        if word not in words:
            self.problems.add(
                "unknown-word",
                Text(f"« {word} » n'est pas admis pour « {key} »", f"“{word}” is not allowed for “{key}”"),
                suggestion(word, words) or Text(f"valeurs : {', '.join(words)}", f"values: {', '.join(words)}"),
                value.location,
            )
            return first
        return word

    def words(self, key: str, required: bool = False) -> tuple[str, ...]:
        """Return a list of words; one word alone is a list of one."""
        value = self.need(key) if required else self.get(key)
        if value is None:
            return ()
        if isinstance(value, Scalar):
            return tuple(value.text.split())
        if isinstance(value, Items) and all(isinstance(each, Scalar) for each in value):
            return tuple(each.text.strip() for each in value if isinstance(each, Scalar))
        self.wrong(value.location, key, "une liste de mots", "a list of words")
        return ()

    def both(self, key: str, required: bool = True) -> Text | None:
        """Return a text in both languages."""
        value = self.need(key) if required else self.get(key)
        return None if value is None else self.as_text(value, key)

    def as_text(self, value: Value, key: str) -> Text | None:
        """Read ``{fr: …, en: …}``; both languages must hold the same placeholders."""
        languages = self.fields.document.languages
        if isinstance(value, Scalar) and len(languages) == 1:
            return same(" ".join(value.text.split()))
        inner = self.inner(value, key, f"{{{', '.join(f'{lang}: …' for lang in languages)}}}")
        if inner is None:
            return None
        text = inner.spoken()
        inner.finish()
        self.same_placeholders(text, value.location)
        return text

    def spoken(self) -> Text:
        """Read the texts of this mapping: one a language of the agreement; one alone stands for both."""
        languages = self.fields.document.languages
        if len(languages) == len(LANGUAGES):
            return Text(*(" ".join(self.text(lang).split()) for lang in LANGUAGES))
        alone = " ".join(self.text(languages[0]).split())
        return Text(*(" ".join(self.text(lang, alone, lang in languages).split()) for lang in LANGUAGES))

    def same_placeholders(self, text: Text, where: Location) -> None:
        """Note placeholders that stand in one language only."""
        if placeholders(text.fr) != placeholders(text.en):
            odd = ", ".join(sorted(placeholders(text.fr) ^ placeholders(text.en)))
            self.problems.add(
                "placeholders-differ",
                Text(f"le français et l'anglais n'ont pas les mêmes valeurs : {odd}",
                     f"French and English do not hold the same placeholders: {odd}"),
                location=where,
            )  # fmt: skip

    def mapping(self, key: str, required: bool = False) -> dict[str, Value]:
        """Return the entries of a mapping."""
        value = self.need(key) if required else self.get(key)
        if value is None:
            return {}
        if isinstance(value, Fields):
            return value.values
        self.wrong(value.location, key, "clé : valeur", "key: value")
        return {}

    def inner(self, value: Value, key: str, shape: str) -> FieldReader | None:
        """Return the reader of a mapping within; another value is noted, with the ``shape`` that was expected."""
        if isinstance(value, Fields):
            return FieldReader(value, self.problems)
        self.wrong(value.location, key, shape, shape)
        return None

    def items(self, key: str) -> tuple[Value, ...]:
        """Return the entries of a list."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, Items):
            return value.values
        self.wrong(value.location, key, "une liste", "a list")
        return ()

    def wrong(self, where: Location, key: str, fr: str, en: str) -> None:
        """Note a value of the wrong shape."""
        self.problems.add(
            "wrong-shape",
            Text(f"« {key} » : attendu {fr}", f"“{key}”: expected {en}"),
            location=where,
        )

    def finish(self) -> None:
        """Note every key that is not part of the format."""
        for key, where in self.fields.keys.items():
            if key not in self._asked:
                self.problems.add(
                    "unknown-key",
                    Text(f"clé inconnue « {key} »", f"unknown key “{key}”"),
                    suggestion(key, sorted(self._asked)),
                    where,
                )


_SCALES = {"amount": 100, "decimal": 1_000_000, "percent": 10_000}
"""Whole numbers of what is kept in one of what is written: cents, millionths, millionths of the whole."""


def read_typed(scalar: Scalar, kind: str, problems: ProblemList) -> int | str | None:
    """Read a value of the agreement: ISO date, amount with a point, whole number, decimal, text or ``unknown``."""
    text = scalar.text.strip()
    if text in ("unknown", "nothing"):
        return None
    try:
        if kind == "date":
            return date.fromisoformat(text).toordinal()
        if kind in _SCALES:
            if kind == "percent" and not text.endswith("%"):
                raise ValueError(text)
            written = text.removesuffix("%").strip().replace(",", ".") if kind == "percent" else text
            scaled = Decimal(written) * _SCALES[kind]
            if scaled != scaled.to_integral_value():
                raise ValueError(text)
            return int(scaled)
        if kind == "number":
            return int(text)
    except (ValueError, InvalidOperation, OverflowError):
        examples = {"date": "2019-05-31", "amount": "35000.00", "decimal": "12", "number": "5", "percent": "80 %"}
        problems.add(
            "wrong-value",
            Text(f"« {text} » n'est pas de type {kind}", f"“{text}” is not of type {kind}"),
            Text(f"exemple : {examples[kind]}", f"for example: {examples[kind]}"),
            scalar.location,
        )
        return None
    return text


def read_day(text: str, where: Location, problems: ProblemList) -> int:
    """Return a date written as ``2018-12-12`` as its day (an ordinal); another text goes to ``problems``."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        problems.add(
            "wrong-value",
            Text(f"« {text} » n'est pas une date", f"“{text}” is not a date"),
            Text("exemple : 2018-12-12", "for example: 2018-12-12"),
            where,
        )
        return 1
