"""What a rule says of one verdict: its texts with the figures filled in, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.decision import Verdict
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.engine.evaluation.values import (
    around_days,
    machine_value,
    says_nothing,
    written_day,
    written_value,
)
from innosprint_rules.formula.types import TEXT, Type
from innosprint_rules.rulebook.models import Severity
from innosprint_rules.wording import LANGUAGES, Lang, Text, fill, lists, placeholders

_DEFAULTS: Mapping[str, Text] = {
    "satisfied": Text("{title} : conforme", "{title}: compliant"),
    "not_applicable": Text("{title} : sans objet", "{title}: not applicable"),
    "pending": Text("{title} : pas encore exigible", "{title}: not due yet"),
    "pending_due": Text("{title} : à faire au plus tard le {due}", "{title}: to be done by {due}"),
    "unknown": Text("{title} : non vérifiable, il manque {missing}",
                    "{title}: cannot be verified, missing: {missing}"),
    "violated": Text("{title} : manquement", "{title}: breach"),
    "step": Text("{title} : à faire", "{title}: to be done"),
}  # fmt: skip


_NOTHING_SAID = Text("", "")
_COMPLETE = Text("compléter le dossier : {missing}", "complete the dossier: {missing}")


class RuleTexts:
    """Fills the texts of a rule with the figures of one verdict.

    Args:
        compiled: the rule.
        slots: where its figures are worked out; None where nothing was judged, and there are none.
        due: the last day of what is pending, asked for where a text gives it.
        missing: what is missing in a language, likewise.
    """

    def __init__(
        self,
        compiled: CompiledRule,
        slots: Slots | None,
        due: Callable[[], date | None],
        missing: Callable[[Lang], str],
    ) -> None:
        self.compiled = compiled
        self.slots = slots
        self.due = due
        self.missing = missing

    @cached_property
    def _values(self) -> dict[str, tuple[Any, Type]]:
        found: dict[str, tuple[Any, Type]] = {}
        slots = self.slots
        if slots is None:
            return found
        for name, value in self.compiled.values.items():
            if isinstance(value, list):
                flags = [(when(slots), text) for when, text in value]
                surely = tuple(text for flag, text in flags if flag is True)
                # a list of nobody says nothing: what may be so is told where nothing surely is
                found[name] = (surely or tuple(text for flag, text in flags if flag is not False), TEXT)
            else:
                node: Any = self.compiled.rule.values[name]
                found[name] = (value(slots), node.type)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the figures by name, as JSON carries them."""
        shown: dict[str, Any] = {}
        for name, (value, kind) in self._values.items():
            if isinstance(value, tuple) and any(isinstance(each, Text) for each in value):
                shown[name] = [self.told(each).as_dict() for each in value]
            else:
                shown[name] = machine_value(value, kind)
        return shown

    def told(self, text: Text) -> Text:
        """Fill a text's placeholders, in both languages."""
        return Text(*(self._write(text, lang) for lang in LANGUAGES))

    def step(self, what: Text) -> Text:
        """Say what is to be done; where its figure is not known at all, that the rule is still to be met."""
        return self.told(_DEFAULTS["step"] if self._is_silent(what) else what)

    def message(self, verdict: Verdict, severity: Severity) -> Text:
        """Say what was found, with the figures."""
        texts = self.compiled.rule.message
        if verdict == "violated":
            return self.told(texts.get(severity) or texts.get("violated") or _DEFAULTS["violated"])
        if verdict in ("unknown", "not_applicable"):
            return self.told(texts.get(verdict) or _DEFAULTS[verdict])
        late = "pending_due" if verdict == "pending" and self.due() is not None else verdict
        written = texts.get(verdict)
        return self.told(_DEFAULTS[late] if written is None or self._is_silent(written) else written)

    def remedy(self, verdict: Verdict, severity: Severity) -> Text:
        """Say what would make it pass; nothing where nothing needs doing."""
        if verdict in ("satisfied", "not_applicable"):
            return _NOTHING_SAID
        texts = self.compiled.rule.remedy
        if verdict == "unknown":
            return self.told(texts.get("unknown") or _COMPLETE)
        key = severity if verdict == "violated" else verdict
        written = texts.get(key) or texts.get("violated") or _NOTHING_SAID
        return _NOTHING_SAID if self._is_silent(written) else self.told(written)

    def _write(self, text: Text, lang: Lang) -> str:
        def write(name: str) -> str:
            if name == "title":
                return self.compiled.rule.title.get(lang)
            if name == "due":
                due = self.due()
                return "?" if due is None else written_day(due.toordinal(), lang)
            if name == "missing":
                return self.missing(lang)
            if name not in self._values:
                return "…"
            value, kind = self._values[name]
            if isinstance(self.compiled.values[name], list):
                # a phrase may hold figures, never another list of phrases; where none is said there is nothing to say
                return lists([self._write(each, lang) for each in value], lang)
            return written_value(value, kind, lang)

        def count(name: str) -> int | None:
            value, _ = self._values.get(name, (None, TEXT))
            return value if isinstance(value, int) else None

        written = fill(text.get(lang), write, count, lang).rstrip()  # a list of phrases at the end may be empty
        return around_days(written, lang)

    def _is_silent(self, text: Text) -> bool:
        """Tell whether a text would give a figure of which nothing is known: « au moins 0,00 € »."""
        return any(says_nothing(self._values[name][0]) for name in placeholders(text.fr) if name in self._values)
