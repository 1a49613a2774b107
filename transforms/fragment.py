"""Turns the HTML of an article's body into lines: a paragraph, list item or table row each, cells parted by " | "."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

_REMOVED = ("script", "style", "noscript", "iframe", "form", "button", "select", "svg", "nav", "aside", "template")
_BLOCKS = (
    "p", "div", "li", "ul", "ol", "table", "section", "article", "blockquote", "figure", "figcaption", "h1", "h2", "h3",
    "h4", "h5", "h6", "dt", "dd", "dl", "header", "footer", "pre", "hr", "caption", "center", "address",
)  # fmt: skip
_BREAK = "\n"


def read_lines(html: str) -> str:
    """The visible text of a fragment, as sent."""
    soup = BeautifulSoup(html, "lxml")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for node in soup.find_all(string=True):
        if node.parent is not None and node.parent.name not in _REMOVED:
            node.replace_with(NavigableString(re.sub(r"\s+", " ", node)))
    for removed in soup.find_all(_REMOVED):
        removed.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with(_BREAK)
    for row in reversed(soup.find_all("tr")):
        _join_cells(row)
    for block in soup.find_all(_BLOCKS):
        block.insert_before(_BREAK)
        block.insert_after(_BREAK)
    return clean_lines(soup.get_text())


def clean_lines(text: str) -> str:
    """Lines without outer or repeated spaces; empty lines are gone."""
    lines = (re.sub(r"[\s\u200b\ufeff\u00ad]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _join_cells(row: Tag) -> None:
    """A row of the innermost table first becomes one line; a row with one cell (a layout table) keeps its own lines."""
    cells = row.find_all(["td", "th"], recursive=False)
    if len(cells) < 2:
        row.insert_before(_BREAK)
        row.insert_after(_BREAK)
        return
    texts = (" ".join(cell.get_text(" ").split()) for cell in cells)
    row.replace_with(NavigableString(_BREAK + " | ".join(texts) + _BREAK))
