"""An allocation as JSON carries it: ``innosprint-allocation/1``, amounts as text in euros."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from innosprint_rules._version import __version__
from innosprint_rules.engine.findings import place_document
from innosprint_rules.money import plain

if TYPE_CHECKING:
    from innosprint_rules.allocation.requests import Asked
    from innosprint_rules.allocation.results import Allocation, Binding, Marginal, Share, Sharing


def as_document(allocation: Allocation) -> dict[str, Any]:
    """Return an allocation with the keys of its JSON Schema."""
    book, reserve, weights = allocation.rulebook, allocation.reserve, allocation.weights
    return {
        "schema": allocation.document,
        "as_of": allocation.as_of.isoformat(),
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "dossier": {"digest": allocation.dossier_digest},
        "engine": {"reference": __version__, "inference": _inference(allocation)},
        "readings": dict(allocation.readings),
        "session": {"id": allocation.session, "held_on": allocation.held_on.isoformat()},
        "left": None if reserve.left is None else plain(reserve.left),
        "reserve": {
            "amount": plain(reserve.amount),
            "auto": reserve.auto,
            "sessions_to_come": reserve.to_come,
            "planned": list(reserve.planned),
        },
        "weights": {"scores": dict(weights.scores), "worths": list(weights.worths), "best": weights.most},
        "requests": [_request(asked, weights.scores) for asked in allocation.requests],
        "methods": [_sharing(sharing) for sharing in allocation.sharings],
        "notices": [
            {"code": each.code, "message": each.message.as_dict(), "location": place_document(each.location)}
            for each in allocation.notices
        ],
    }


def _inference(allocation: Allocation) -> str | None:
    return next((sharing.report.inference for sharing in allocation.sharings), None)


def _request(asked: Asked, scores: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": asked.id,
        "project": asked.project,
        "requested": plain(asked.requested),
        "minimum": plain(asked.minimum),
        "points": asked.points,
        "scores": {column: getattr(asked.row, column) for column in scores},
    }


def _sharing(sharing: Sharing) -> dict[str, Any]:
    return {
        "method": sharing.method,
        "ok": sharing.ok,
        "unknown": list(sharing.unknown),
        "total": plain(sharing.total),
        "worth": sharing.worth,
        "best_within_millionths": sharing.short,
        "shares": [_share(share) for share in sharing.shares],
        "binding": [_binding(each) for each in sharing.binding],
        "marginal": None if sharing.marginal is None else _marginal(sharing.marginal),
    }


def _share(share: Share) -> dict[str, Any]:
    reason = share.reason
    return {
        "request": share.asked.id,
        "line": share.line,
        "project": share.asked.project,
        "amount": plain(share.amount),
        "why": {"code": reason.why, "rules": list(reason.rules), "text": reason.text.as_dict()},
    }


def _binding(binding: Binding) -> dict[str, Any]:
    return {"rule": binding.rule, "ceiling": plain(binding.ceiling), "label": binding.label.as_dict()}


def _marginal(marginal: Marginal) -> dict[str, Any]:
    return {
        "more": plain(marginal.cents),
        "under": marginal.of.rule,
        "changes": {project: plain(cents) for project, cents in marginal.changes.items()},
    }
