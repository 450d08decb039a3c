"""A Word file as a package: the same document gives the same bytes, with room for the digest of the file."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from innosprint_rules.saving.seals import BLANK, CUSTOM, PROPERTY

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}">'
    f"<vt:lpwstr>{BLANK}</vt:lpwstr></property></Properties>"
)


def add_property(package: Any) -> None:
    """Add the custom property that the digest of the file is written into."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for key in [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES]:
        package.rels.pop(key)
    part = Part(PackURI(f"/{CUSTOM}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _PROPERTIES.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def same_bytes(word: WordDocument) -> bytes:
    """Return the file with the day of no clock in it: the same document gives the same bytes."""
    written, again = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return again.getvalue()
