"""The frame of every report that is one web page: nothing in it is fetched or run, its own style alone applies."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.markup import Child, Html, tag


def whole_page(title: str, teller: Teller, style: str, *content: Child) -> str:
    """Return the page, the same text for the same input; ``content`` is what stands in its body."""
    page = tag("html", _head(title, style), tag("body", *content), lang=teller.lang)
    return f"<!doctype html>\n{page}\n"


@cache
def style_sheet(package: str, name: str = "style.css") -> str:
    """Return a style sheet that lies in a package."""
    return files(package).joinpath(name).read_text("utf-8")


def policy(style: str) -> str:
    """Return the security policy of a page: nothing is fetched or run, no style applies but this one."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _head(title: str, style: str) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(style)),
    )
