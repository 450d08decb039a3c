"""Where a result goes: the screen, or a file that is written whole; what is refused before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import page_width, say, show
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import Line
from innosprint_rules.saving import allowed, save
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.teller import Teller

PAGE = 80
"""How wide a text is set in a file."""


@dataclass(frozen=True)
class Output:
    """What an option says of where to write; ``path`` None is the screen.

    ``inputs`` are the files and folders that the command reads: they are never written to. With ``force`` a file
    that is there is replaced, whoever wrote it.
    """

    path: str | None = None
    inputs: Sequence[str | Path | None] = ()
    force: bool = False
    option: str = "--output"

    @property
    def width(self) -> int:
        """How wide a text is set: as the screen allows, or as files are."""
        return page_width() if self.path is None else PAGE

    def teller(self, lang: Lang) -> Teller:
        """Return who tells a result in ``lang`` as wide as it is set here."""
        from innosprint_rules.report.content.teller import Teller

        return Teller(lang, self.width)

    def refuse(self) -> None:
        """Refuse what cannot be written to, before anything is worked out.

        Raises:
            UsageError: the path is empty, an input, a folder, or a file that is not ours.
        """
        refuse_empty(self.option, self.path)
        if self.path is not None:
            allowed(self.path, self.inputs, self.force, self.option)

    def give(self, content: str | bytes | Sequence[Line]) -> None:
        """Print a result, or write it to the file.

        Raises:
            UsageError: it cannot be written.
        """
        if self.path is not None:
            text = content if isinstance(content, str | bytes) else "\n".join(line.text for line in content)
            save(text, self.path, self.inputs, self.force, self.option)
        elif isinstance(content, bytes):
            say(content.decode("utf-8"), end="")
        elif isinstance(content, str):
            say(content)
        else:
            show(content)


SCREEN = Output()
"""Where a result goes when no file is named."""


def refuse_together(*outputs: Output) -> None:
    """Refuse every output that cannot be written to, and two that are one file.

    Raises:
        UsageError: with every mistake.
    """
    named = [each for each in outputs if each.path is not None]
    with together() as also:
        for each in outputs:
            also(each.refuse)
        also(lambda: _refuse_one_file(named))


def _refuse_one_file(named: Sequence[Output]) -> None:
    files = {Path(each.path or "").resolve() for each in named}
    if len(files) < len(named):
        options = [each.option for each in named]
        raise UsageError(
            Problem(
                "one-file-twice",
                Text(f"{' et '.join(options)} nomment le même fichier", f"{' and '.join(options)} name the same file"),
                Text("en nommer deux", "name two"),
            )
        )
