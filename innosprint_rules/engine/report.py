"""The report of one check: findings, balance, proposal, what follows, and what the reader should know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.engine.evaluation.decision import VERDICTS
from innosprint_rules.engine.findings import Finding, NextStep
from innosprint_rules.errors import ComplianceError
from innosprint_rules.formula.logic import Interval
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import brief, brief_repr, in_languages

if TYPE_CHECKING:
    import pandas as pd

    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.vote import Vote
    from innosprint_rules.engine.judging import Judge

Balance: TypeAlias = Mapping[str, int | Interval | None]
"""Cents by line: the amount, its bounds where it is not known, None where the rulebook has no such line."""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One row of a proposal: the codes that it breaks at severity error."""

    id: str
    breaks: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    __repr__ = brief_repr

    @property
    def ok(self) -> bool:
        """Whether the line breaks nothing of severity error."""
        return not self.breaks


@dataclass(frozen=True)
class ProposalResult:
    """What a proposal would change."""

    lines: tuple[ProposedLine, ...]
    amounts: Balance
    ok: bool

    @cached_property
    def balance(self) -> dict[str, int | None]:
        """The balance once all is voted, in cents; None where it cannot be known."""
        return known(self.amounts)

    @property
    def balance_cents(self) -> Mapping[str, int | None]:
        """``balance``, by a name that says its unit."""
        return self.balance


@dataclass(eq=False)
class Report(Documented):
    """Every verdict of one check."""

    document: ClassVar[str] = "innosprint-report/2"
    rulebook: Rulebook
    as_of: date
    readings: Mapping[str, str]
    findings: tuple[Finding, ...]
    amounts: Balance
    proposal: ProposalResult | None
    next_steps: tuple[NextStep, ...]
    notices: tuple[Notice, ...]
    dossier_digest: str
    inference: str | None
    judge: Judge = field(repr=False)
    vote: Vote = field(repr=False)
    dossier: Dossier = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)
    checked_by: Callable[..., Report] = field(repr=False)
    """What judges it again, of its dossier, rulebook, proposal, day, readings, codes and whether engines compare."""

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in self.summary.items() if count)
        return brief(f"Report({self.rulebook.name} on {self.as_of}: {counts}; ok={self.ok}, complete={self.complete})")

    def __hash__(self) -> int:
        return hash((self.dossier_digest, self.as_of, self.rulebook.digest))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was judged, and under what: it is judged again where it is read, to the same report."""
        given = self.vote.proposal if self.vote.given else None
        asked = dict(self.readings), self.codes, self.inference is not None
        return self.checked_by, (self.dossier, self.rulebook, given, self.as_of, *asked)

    @property
    def balance_cents(self) -> Mapping[str, int | None]:
        """The balance, by a name that says its unit."""
        return self.balance

    @cached_property
    def balance(self) -> dict[str, int | None]:
        """The lines of the balance in cents; None where they cannot be known (``amounts`` has their bounds)."""
        return known(self.amounts)

    @cached_property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that are violated, of every severity."""
        return tuple(f for f in self.findings if f.verdict == "violated")

    @cached_property
    def unknown(self) -> tuple[Finding, ...]:
        """The findings that cannot be judged."""
        return tuple(f for f in self.findings if f.verdict == "unknown")

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error is violated."""
        return not any(f.severity == "error" for f in self.violations)

    @property
    def complete(self) -> bool:
        """Whether nothing of severity error is unknown."""
        return not any(f.severity == "error" for f in self.unknown)

    @cached_property
    def summary(self) -> dict[str, int]:
        """How many findings have each verdict, and how many are contested."""
        counts: dict[str, int] = dict.fromkeys(VERDICTS, 0)
        for finding in self.findings:
            counts[finding.verdict] += 1
        return {**counts, "contested": sum(bool(f.contested) for f in self.findings)}

    def raise_for_violations(self) -> None:
        """Raise ComplianceError when something of severity error is violated."""
        broken = [f for f in self.violations if f.severity == "error"]
        if broken:
            raise ComplianceError(broken)

    def find(self, rule: str, subject: str | None = None) -> Finding | None:
        """Return the finding of a rule on a subject (its id, or None for the whole agreement)."""
        return next((f for f in self.findings if f.rule == rule and f.subject.id == subject), None)

    def model_dump(self) -> dict[str, Any]:
        """Return the report with the keys of the published JSON Schema."""
        from innosprint_rules.engine.documents.check import ReportDocument  # on use only: a check writes no document

        return in_languages(ReportDocument.written(self), self.rulebook.agreement.languages)

    def to_frame(self, lang: str = "fr") -> pd.DataFrame:
        """Return the findings as a pandas frame, one a row, messages in ``lang``."""
        import pandas as pd  # on use only: a check needs no pandas

        rows: list[dict[str, Any]] = []
        for finding in self.findings:
            row = finding.as_document()
            subject, place = row.pop("subject"), row.pop("location")
            row["table"], row["id"] = subject["table"], subject["id"]
            row["message"], row["remedy"] = row["message"][lang], row["remedy"][lang]
            row["file"], row["line"], row["column"] = place["file"], place["row"], place["column"]
            rows.append(row)
        columns = ["rule", "name", "verdict", "severity", "nature", "table", "id", "message", "remedy"]
        frame = pd.DataFrame(rows)
        rest = [name for name in frame.columns if name not in columns]
        return frame[[*columns, *rest]] if rows else pd.DataFrame(columns=columns)


def known(amounts: Balance) -> dict[str, int | None]:
    """Return the amounts that are known, None for the others."""
    return {line: value if isinstance(value, int) else None for line, value in amounts.items()}
