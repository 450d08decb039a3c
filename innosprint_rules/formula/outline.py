"""A formula said as an outline: one line a condition or a case."""

from __future__ import annotations

from innosprint_rules.formula import tree
from innosprint_rules.formula.joining import joined
from innosprint_rules.formula.verbalize import Speaker
from innosprint_rules.formula.words import Labels, settled
from innosprint_rules.wording import Lang


def outline(node: tree.Node, labels: Labels, lang: Lang) -> list[tuple[int, str]]:
    """Say a formula as an outline: (depth, line), one line a condition or a case."""
    speaker = Speaker(labels, lang)
    found: list[tuple[int, str]] = []

    def add(depth: int, line: str) -> None:
        found.append((depth, settled(line, lang)))

    def walk(part: tree.Node, depth: int) -> None:
        match part:
            case tree.Both(parts=parts) if len(joined(parts)) > 1:
                add(depth, speaker.pick("toutes ces conditions :", "all of these:"))
                for each in joined(parts):
                    walk(each, depth + 1)
            case tree.Both(parts=parts):
                walk(joined(parts)[0], depth)
            case tree.Either(parts=parts):
                add(depth, speaker.pick("l'une au moins de ces conditions :", "at least one of these:"))
                for each in parts:
                    walk(each, depth + 1)
            case tree.ByReading(key=key, options=options):
                add(depth, speaker.pick(f"selon la lecture {key} :", f"by reading {key}:"))
                for option, formula in options:
                    add(depth + 1, f"{option}{speaker.pick(' :', ':')} {speaker.say(formula)}")
            case tree.Choice(test=test, then=then, other=other):
                add(depth, speaker.pick(f"si {speaker.say(test)} :", f"if {speaker.say(test)}:"))
                walk(then, depth + 1)
                add(depth, speaker.pick("sinon :", "otherwise:"))
                walk(other, depth + 1)
            case _:
                add(depth, speaker.condition(part))

    walk(node, 0)
    return found
