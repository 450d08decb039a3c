"""How the bytes of a document are written to a file: as ``report.files`` writes a text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from innosprint_rules.errors import UsageError
from innosprint_rules.report import files


def write_bytes(content: bytes, path: str | Path, inputs: Iterable[str | Path | None] = ()) -> None:
    """Write ``content`` to ``path`` whole or not at all; an earlier output is replaced, an input never.

    Raises:
        UsageError: ``path`` is one of the inputs, stands in one of them, or cannot be written.
    """
    target = Path(path)
    files._spare_inputs(target, inputs)
    part: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(files.EISDIR, "", str(target))
        with tempfile.NamedTemporaryFile(prefix=f".{target.name}.", dir=target.parent, delete=False) as file:
            part = Path(file.name)
            file.write(content)
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~files._umask())
        part.replace(target)
    except OSError as error:
        error.filename = str(target)
        raise UsageError(files.unwritable(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
