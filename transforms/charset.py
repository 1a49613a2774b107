"""From an archived response to text, or to the reason why its bytes are none."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode

from transforms.models import Page, Unreadable

_REPLACED_SHARE = 0.01
_HTML_TYPES = ("html", "xml", "text/plain")
_ELEMENT = re.compile(r"<\s*(?:html|head|body|div|p|article|table|title)\b", re.IGNORECASE)


def is_pdf(page: Page) -> bool:
    """Whether the response is a PDF, whatever it is called."""
    return page.body[:1024].lstrip().startswith(b"%PDF-")


def decode_body(page: Page) -> str | Unreadable:
    """The page's text in the charset it declares, or in the one that its bytes show when the declared one fails."""
    if not page.body.strip():
        return Unreadable("empty_body", "the response has no body")
    content_type = page.content_type or ""
    if content_type and not any(kind in content_type.lower() for kind in _HTML_TYPES):
        return Unreadable("not_html", f"the response is {content_type}")
    html = html_to_unicode(content_type or None, page.body, default_encoding="utf-8")[1]
    if html.count("\ufffd") > len(html) * _REPLACED_SHARE:
        best = from_bytes(page.body).best()
        html = str(best) if best else html
    html = html.replace("\x00", "")
    if html.count("\ufffd") > len(html) * _REPLACED_SHARE:
        return Unreadable("wrong_charset", "the bytes fit no charset")
    if not _ELEMENT.search(html):
        return Unreadable("broken_html", f"no HTML element in {len(html)} characters")
    return html
