"""From a document to the bytes of a file, in whatever format is asked for."""

from __future__ import annotations

from innosprint_rules.report.documents.model import Document, Form, printable_document


def rendered(document: Document, form: Form) -> bytes:
    """Return the document as the bytes of a Word file or of a web page.

    Raises:
        UsageError: a Word file is asked for and python-docx is not installed.
    """
    document = printable_document(document)
    if form == "docx":
        from innosprint_rules.report.documents.docx import word_file

        return word_file(document)
    from innosprint_rules.report.documents.html import web_page

    return web_page(document).encode("utf-8")
