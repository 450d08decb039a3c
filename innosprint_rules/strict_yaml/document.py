"""One YAML text, read as its author reads it."""

from __future__ import annotations

from typing import Any

import yaml

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem, ProblemList
from innosprint_rules.strict_yaml.building import Builder, RefusedError
from innosprint_rules.strict_yaml.values import Value, Written
from innosprint_rules.wording import Text

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TOO_LONG = (
    Text("le texte est trop long", "the text is too long"),
    Text("n'y garder que ce qui sert", "keep what is needed only"),
)


class YamlDocument(Written):
    """A text of YAML: ``read`` gives its value, or says what is wrong with it."""

    def read(self, problems: ProblemList, aliases: bool = True) -> Value | None:
        """Parse the text, with ``aliases`` or none; what is wrong with its form goes to ``problems``."""
        if len(self.text) > limits.FILE_BYTES:
            problems.add("file-too-large", *_TOO_LONG, Location(self.file))
            return None
        parser = _LOADER(self.text)
        try:
            return Builder(self, parser.get_event, problems, aliases).whole()
        except yaml.YAMLError as error:
            problems.extend([self._broken(error)])
        except RefusedError as stop:
            problems.extend([stop.problem])
        finally:
            parser.dispose()
        return None

    def _broken(self, error: yaml.YAMLError) -> Problem:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = Location(self.file) if mark is None else self.location(mark)
        detail = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax"
        return Problem(
            "yaml-syntax",
            Text(f"le YAML ne se lit pas ({detail})", f"the YAML cannot be read ({detail})"),
            Text("vérifier l'alignement, les deux-points et les guillemets de cette ligne",
                 "check the alignment, the colons and the quotation marks of this line"),
            where,
        )  # fmt: skip
