"""A pydantic type for other tools: validating it reads the dossier and runs the rules."""

from __future__ import annotations

from typing import Self

from pydantic import ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check


class CompliantDossier(Dossier):
    """A dossier that violates nothing of severity error; anything else fails validation.

    The validation context may carry the keyword arguments of ``check``:
    ``CompliantDossier.model_validate(data, context={"as_of": date(2019, 9, 12), "readings": {"Q9": "gross"}})``.

    Raises:
        pydantic.ValidationError: with one error that names every violation; its ``ctx["violations"]`` holds
            the findings as the JSON report carries them.
    """

    @model_validator(mode="after")
    def _comply(self, info: ValidationInfo) -> Self:
        report = check(self, **(info.context or {}))
        broken = [finding for finding in report.violations if finding.severity == "error"]
        if broken:
            said = "; ".join(f"{f.rule} {f.subject.id or ''}".strip() + f": {f.message.en}" for f in broken)
            raise PydanticCustomError(
                "not-compliant",
                "the dossier violates the agreement: {said}",
                {"said": said, "violations": [finding.as_document() for finding in broken]},
            )
        return self
