"""What stands in an .xls workbook (BIFF, in a compound file) beside its values, sheet by sheet."""

from __future__ import annotations

import struct
from struct import unpack_from

from innosprint_rules.dossier.workbook_scan import SheetScan, Trouble, Unreadable, damaged, encrypted
from innosprint_rules.wording import Text

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR_END = 0xFFFFFFFA  # from here on a sector number is a mark
_SMALL = 4096
_FILEPASS, _SHEET, _EOF, _FORMULA, _ERROR = 0x2F, 0x85, 0x0A, 0x06, 0x205
_CELLS = frozenset((0x06, 0x205, 0x203, 0xFD, 0x27E, 0x204, 0xD6))
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def scan_xls(content: bytes) -> list[SheetScan]:
    """Return what each sheet says beside its values, in the workbook's order. Raises Unreadable.

    A formula that was never computed cannot be told there from one whose result is empty.
    """
    try:
        streams = _Compound(content)
        if streams.has("encryptedpackage"):
            raise encrypted()
        book = streams.read("workbook") or streams.read("book")
        if book is None:
            raise Unreadable(
                "not-a-workbook",
                Text("le fichier n'est pas un classeur", "the file is not a workbook"),
                Text("l'ouvrir dans son logiciel et l'enregistrer en .xlsx",
                     "open it in its program and save it as .xlsx"),
            )  # fmt: skip
        return _sheets(book)
    except (struct.error, IndexError, ValueError) as error:
        raise damaged() from error


def _sheets(book: bytes) -> list[SheetScan]:
    starts: list[int] = []
    at = 0
    while at + 4 <= len(book):
        kind, size = unpack_from("<HH", book, at)
        if kind == _FILEPASS:
            raise encrypted()
        if kind == _SHEET:
            starts.append(int(unpack_from("<I", book, at + 4)[0]))
        if kind == _EOF:
            break
        at += 4 + size
    return [_sheet(book, start) for start in starts]


def _sheet(book: bytes, at: int) -> SheetScan:
    scan = SheetScan()
    depth = 0
    while at + 4 <= len(book):
        kind, size = unpack_from("<HH", book, at)
        body = at + 4
        at = body + size
        if kind in (0x809, 0x409, 0x209):  # the beginning of a sheet, or of a chart inside it
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _CELLS and size >= 4 and depth == 1:
            row, column = unpack_from("<HH", book, body)
            scan.reach(row, column)
            code = _error(book, body, kind, size)
            if code is not None:
                scan.troubles[row, column] = Trouble("error", _ERRORS.get(code, "#"))
    return scan


def _error(book: bytes, body: int, kind: int, size: int) -> int | None:
    """Return the code of the error that a cell holds, written or computed."""
    if kind == _ERROR and size >= 8 and book[body + 7]:
        return book[body + 6]
    if kind == _FORMULA and size >= 14 and book[body + 12 : body + 14] == b"\xff\xff" and book[body + 6] == 2:
        return book[body + 8]
    return None


class _Compound:
    """The streams of a compound file, by name."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << unpack_from("<H", content, 30)[0]
        if self.size not in (512, 4096):
            raise damaged()
        self.table = self._allocation()
        directory = self._chain(unpack_from("<I", content, 48)[0])
        self.entries: dict[str, tuple[int, int]] = {}
        root = 0
        for at in range(0, len(directory) - 127, 128):
            length, kind = unpack_from("<H", directory, at + 64)[0], directory[at + 66]
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
            start, size = unpack_from("<II", directory, at + 116)
            if kind == 5:
                root = start
            elif kind == 2:
                self.entries.setdefault(name, (start, size))
        self.root = root

    def has(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes | None:
        """Return a stream, or None when there is none of that name."""
        if name not in self.entries:
            return None
        start, size = self.entries[name]
        return (self._chain(start) if size >= _SMALL else self._small_chain(start))[:size]

    def _allocation(self) -> list[int]:
        sectors = list(unpack_from("<109I", self.content, 76))
        following = unpack_from("<I", self.content, 68)[0]
        seen = 0
        per = self.size // 4
        while following < _SECTOR_END and seen <= len(self.content) // self.size:
            more = unpack_from(f"<{per}I", self.content, (following + 1) * self.size)
            sectors += more[:-1]
            following, seen = more[-1], seen + 1
        table: list[int] = []
        for sector in sectors:
            if sector < _SECTOR_END:
                table += unpack_from(f"<{per}I", self.content, (sector + 1) * self.size)
        return table

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < _SECTOR_END:
            if len(parts) * self.size > len(self.content):
                raise damaged()
            parts.append(self.content[(sector + 1) * self.size : (sector + 2) * self.size])
            sector = self.table[sector]
        return b"".join(parts)

    def _small_chain(self, sector: int) -> bytes:
        table = self._chain(unpack_from("<I", self.content, 60)[0])
        body = self._chain(self.root)
        parts: list[bytes] = []
        while sector < _SECTOR_END:
            if len(parts) * 64 > len(body):
                raise damaged()
            parts.append(body[sector * 64 : sector * 64 + 64])
            sector = unpack_from("<I", table, sector * 4)[0]
        return b"".join(parts)
