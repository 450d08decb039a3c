"""Members whom somebody names outside a dossier: on the command line, on the page."""

from __future__ import annotations

from innosprint_rules.errors import Problem, ProblemList, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text


def members(rulebook: Rulebook, option: str, text: str | None) -> tuple[str, ...] | None:
    """Read the names of members, separated as in a cell; None when the option is not given.

    Raises:
        UsageError: a name is none of theirs.
    """
    if text is None:
        return None
    vocabulary = rulebook.agreement.vocabularies["members"]
    found = vocabulary.items((text,))
    known = ", ".join(vocabulary.names)
    problems = ProblemList()
    for each in found:
        if each not in vocabulary.names:
            said = getattr(each, "text", str(each))
            problems.add(
                "unknown-member",
                Text(f"{option} : « {said} » n'est le nom d'aucun membre", f"{option}: “{said}” is no member's name"),
                Text(f"les membres sont {known}", f"the members are {known}"),
            )
    if problems:
        raise UsageError(problems.problems)
    if not found:
        raise UsageError(
            Problem("no-member", Text(f"{option} ne nomme personne", f"{option} names nobody"),
                    Text(f"les membres sont {known}", f"the members are {known}"))
        )  # fmt: skip
    return tuple(found)
