"""A digest inside what is written, by which a file is known again as ours and unchanged since.

HTML carries it in a ``meta`` element, JSON under a key of its own, Word files and workbooks in a custom property.
Other text has no room for one. The digest is that of the whole with 64 zeros where the digest stands.
"""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

PROPERTY = "innosprint-digest"
"""The name of the ``meta`` element and of the custom property."""

KEY = "innosprint_digest"
"""The key in JSON: the last of the document, in SARIF the last of its ``properties``."""

BLANK = "0" * 64
"""What stands in the place of a digest that is not worked out yet; the writers of Word files and workbooks put it."""

CUSTOM = "docProps/custom.xml"
"""The part of a Word file or a workbook that holds custom properties."""

MOST_BYTES = 256 * 1024 * 1024
"""A file larger than that, packed or not, is never taken for one of ours."""

_CHARSET = re.compile(rb'<meta charset="utf-8"(/?)>')
_META = re.compile(rb'<meta name="innosprint-digest" content="([0-9a-f]{64})"/?>')
_PAIR = re.compile(rb'"innosprint_digest": "([0-9a-f]{64})"\s*\}\s*(?:\}\s*)?\Z')
_VALUE = re.compile(rb'name="innosprint-digest"[^>]*>\s*<[^>]*>([0-9a-f]{64})<')


def sealed(content: bytes) -> bytes:
    """Return ``content`` with its digest in it, or as it is when its kind has no room for one."""
    if _packed(content):
        return _sealed_archive(content)
    blank = _with_blank(content)
    place = _place(blank)
    return blank if place is None else blank[: place[0]] + _digest(blank, place) + blank[place[1] :]


def untouched(content: bytes) -> bool:
    """Tell whether ``content`` carries a digest and is still what it was made from."""
    try:
        if _packed(content):
            return _archive_untouched(content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False  # damaged, encrypted, packed in another way: nothing that we wrote
    place = _place(content)
    return place is not None and content[place[0] : place[1]] == _digest(content, place)


# text ------------------------------------------------------------------------------------------------


def _is_html(content: bytes) -> bool:
    return content[:15].lower() == b"<!doctype html>"


def _with_blank(content: bytes) -> bytes:
    if _is_html(content):
        entry = rf'\g<0><meta name="{PROPERTY}" content="{BLANK}"\1>'.encode()
        return _CHARSET.sub(entry, content, count=1)
    body = content.rstrip()
    if not (body.startswith(b"{") and body.endswith(b"\n}")):
        return content
    pair = f'"{KEY}": "{BLANK}"'
    if b"sarif" in body[:200]:  # whose top level takes no key but its own
        pair = f'"properties": {{\n    {pair}\n  }}'
    return body[:-2] + f",\n  {pair}\n}}\n".encode()


def _place(content: bytes) -> tuple[int, int] | None:
    found = _META.search(content) if _is_html(content) else _PAIR.search(content[-400:])
    if found is None:
        return None
    before = 0 if _is_html(content) else max(0, len(content) - 400)
    return before + found.start(1), before + found.end(1)


def _digest(content: bytes, place: tuple[int, int]) -> bytes:
    blank = content[: place[0]] + BLANK.encode() + content[place[1] :]
    return sha256(blank).hexdigest().encode()


# Word files and workbooks ----------------------------------------------------------------------------


def _packed(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _sealed_archive(content: bytes) -> bytes:
    found = _members(content)
    custom = found.get(CUSTOM, b"")
    place = _VALUE.search(custom)
    if place is None:
        return content
    found[CUSTOM] = custom[: place.start(1)] + _archive_digest(found) + custom[place.end(1) :]
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, found[member.filename])
    return written.getvalue()


def _archive_untouched(content: bytes) -> bool:
    if content[-22:-18] != b"PK\x05\x06":
        return False  # something stands behind the end of the archive
    found = _members(content)
    place = _VALUE.search(found.get(CUSTOM, b""))
    return place is not None and place.group(1) == _archive_digest(found)


def _members(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name; empty when they would take too much room."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
            return {}
        return {member.filename: archive.read(member) for member in archive.infolist()}


def _archive_digest(members: dict[str, bytes]) -> bytes:
    whole = sha256()
    for name, part in sorted(members.items()):
        place = _VALUE.search(part) if name == CUSTOM else None
        kept = part if place is None else part[: place.start(1)] + BLANK.encode() + part[place.end(1) :]
        whole.update(f"{name}\0{len(kept)}\0".encode() + kept)
    return whole.hexdigest().encode()
