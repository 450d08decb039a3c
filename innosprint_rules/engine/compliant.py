"""A pydantic type for other tools: validating it reads the dossier and runs the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import PrivateAttr, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import Problem, UsageError, expect
from innosprint_rules.nearest import suggestion
from innosprint_rules.wording import Text

KEY = "innosprint"
OPTIONS = ("as_of", "readings", "rulebook", "complete", "select", "ignore")


class CompliantDossier(Dossier):
    """A dossier that violates nothing of severity error; anything else fails validation.

    The validation context may say how to judge, under a key of its own (what else it holds is for others)::

        CompliantDossier.model_validate(data, context={"innosprint": {"as_of": date(2019, 9, 12), "complete": True}})

    ``as_of``, ``readings``, ``rulebook``, ``select`` and ``ignore`` are those of ``check``; ``complete`` asks that
    nothing of severity error is unknown either. The report of the check is kept in ``report``.

    Raises:
        pydantic.ValidationError: with one error that names every violation (type ``not-compliant``) or every fact
            that is missing (``not-complete``); its ``ctx`` holds the findings, as the JSON report carries them,
            under ``violations`` or ``unknown``.
        UsageError: an option that is not known, or of the wrong type.
    """

    _report: Report | None = PrivateAttr(default=None)
    _judged_by: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def report(self) -> Report:
        """What the check found."""
        if self._report is None:  # made without validation, or in another process
            self._report = check(self, **self._judged_by)
        return self._report

    def __getstate__(self) -> dict[Any, Any]:
        """Pickle how it was judged, not the report, which holds the dossier itself."""
        state = super().__getstate__()
        return {**state, "__pydantic_private__": {**(state["__pydantic_private__"] or {}), "_report": None}}

    @model_validator(mode="after")
    def _comply(self, info: ValidationInfo) -> Self:
        options = _options(info.context)
        complete = options.pop("complete", False)
        expect("complete", complete, bool, Text("vrai ou faux", "true or false"))
        self._report = report = check(self, **options)
        self._judged_by = {**options, "as_of": report.as_of}
        broken = [finding for finding in report.violations if finding.severity == "error"]
        if broken:
            raise _error("not-compliant", "the dossier violates the agreement: {said}", "violations", broken)
        doubtful = [finding for finding in report.unknown if finding.severity == "error"]
        if complete and doubtful:
            raise _error("not-complete", "the dossier cannot be judged in full: {said}", "unknown", doubtful)
        return self


def _error(code: Any, template: Any, name: str, findings: list[Finding]) -> PydanticCustomError:
    said = "; ".join(f"{f.rule} {f.subject.id or ''}".strip() + f": {f.message.en}" for f in findings)
    return PydanticCustomError(code, template, {"said": said, name: [finding.as_document() for finding in findings]})


def _options(context: Any) -> dict[str, Any]:
    """Return our own options of a validation context, whatever else it is or holds."""
    own = context.get(KEY) if isinstance(context, Mapping) else None
    if own is None:
        return {}
    expect(f"context[{KEY!r}]", own, Mapping, Text(f"des options ({', '.join(OPTIONS)})",
                                                   f"options ({', '.join(OPTIONS)})"))  # fmt: skip
    problems = [
        Problem(
            "unknown-option",
            Text(f"option inconnue « {name} »", f"unknown option “{name}”"),
            suggestion(str(name), list(OPTIONS)) or Text(f"options : {', '.join(OPTIONS)}",
                                                         f"options: {', '.join(OPTIONS)}"),
        )
        for name in own
        if name not in OPTIONS
    ]  # fmt: skip
    if problems:
        raise UsageError(problems)
    return dict(own)
