"""Where a finding stands, as SARIF says it: a file, a line and a cell of it; for a sheet a name that says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from innosprint_rules.errors import Location
from innosprint_rules.files import FileTrouble, read_bytes

_SEPARATORS = ";\t,"


class Places:
    """The files that a report speaks of, found from the paths that were given."""

    def __init__(self, source: str | None, proposal: str | None) -> None:
        self.source = None if source is None else Path(source)
        self.proposal = None if proposal is None else Path(proposal)
        self._lines: dict[Path, list[str]] = {}

    def of(self, place: Location, table: str = "", row: str | None = None) -> dict[str, Any]:
        """Return a place as a SARIF location; without a file, the table and the row that it is about."""
        if not place.file:
            name = f"{table}/{row}" if row else table or "dossier"
            return {"logicalLocations": [{"name": name, "fullyQualifiedName": name, "kind": "resource"}]}
        path = self._path(place.file)
        found: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(path)}}
        if place.sheet is not None:
            parts = [place.sheet, *(str(each) for each in (place.row, place.column) if each is not None)]
            cell = {"name": parts[-1], "fullyQualifiedName": "/".join(parts), "kind": "cell" if place.row else "sheet"}
            found["logicalLocations"] = [cell]
        elif place.row is not None:
            found["physicalLocation"]["region"] = self._region(path, place)
            if isinstance(place.column, str):
                whole = f"{place.file}/{place.row}/{place.column}"
                found["logicalLocations"] = [{"name": place.column, "fullyQualifiedName": whole, "kind": "cell"}]
        return found

    def _path(self, name: str) -> Path:
        """Return the path of a file that is told by its name."""
        if self.proposal is not None and self.proposal.name == name:
            return self.proposal
        if self.source is None or (not self.source.is_dir() and self.source.name != name):
            return Path(name)
        return self.source / name if self.source.is_dir() else self.source

    def _region(self, path: Path, place: Location) -> dict[str, int]:
        region = {"startLine": place.row or 1}
        if path.suffix.lower() == ".csv" and isinstance(place.column, str):
            span = _cell(self._text(path), region["startLine"], place.column)
            if span is not None:
                region |= {"startColumn": span[0], "endColumn": span[1]}
        return region

    def _text(self, path: Path) -> list[str]:
        """Return the lines of a file; none when it can no longer be read, or not as UTF-8."""
        if path not in self._lines:
            try:
                text = read_bytes(path).decode("utf-8-sig")
            except (FileTrouble, UnicodeDecodeError):
                text = ""
            self._lines[path] = text.split("\n")
        return self._lines[path]


def _artifact(path: Path) -> dict[str, str]:
    """Return a file as people run the tool: from the current folder where it lies below it, else in full."""
    whole = path.absolute()
    if whole.is_relative_to(Path.cwd()):
        return {"uri": quote(whole.relative_to(Path.cwd()).as_posix()), "uriBaseId": "%SRCROOT%"}
    return {"uri": whole.as_uri()}


def _cell(lines: list[str], row: int, header: str) -> tuple[int, int] | None:
    """Return from which character to which, the first 1 and the last not included, a cell of a line goes.

    None when the line is not there, its cells go over several lines, or no line above names the column.
    """
    if not 1 <= row <= len(lines):
        return None
    for separator in _SEPARATORS:
        for above in lines[: row - 1]:
            heads = [above[start:end].strip().strip('"') for start, end in _cells(above, separator) or []]
            if header in heads and len(heads) > 1:
                spans = _cells(lines[row - 1].rstrip("\r"), separator)
                place = heads.index(header)
                return None if spans is None or place >= len(spans) else (spans[place][0] + 1, spans[place][1] + 1)
    return None


def _cells(line: str, separator: str) -> list[tuple[int, int]] | None:
    """Return where each cell of a line starts and ends; None when a quotation mark stays open."""
    spans: list[tuple[int, int]] = []
    start, quoted = 0, False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == separator and not quoted:
            spans.append((start, place))
            start = place + 1
    return None if quoted else [*spans, (start, len(line))]
