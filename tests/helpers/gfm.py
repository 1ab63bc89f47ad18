"""What a renderer of GitHub-flavoured Markdown makes of a text: headings, tables, lists, code, words."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

ZERO_WIDTH = "\u200b"
"""Breaks mentions and references; nobody sees it."""


@dataclass(slots=True)
class Rendered:
    """One document as it is shown."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    """Tables of rows of cells; the first row is the head. `<br>` is a newline."""
    items: list[str] = field(default_factory=list)
    """Entries of lists."""
    fences: list[tuple[str, str]] = field(default_factory=list)
    """(language, content)."""
    comments: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """Types of all block and inline elements, in order: the shape of the document."""


def render(text: str) -> Rendered:
    """Return what GitHub-flavoured Markdown shows, tables, strikethrough and automatic links included."""
    out = Rendered()
    path: list[str] = []
    for token in MarkdownIt("gfm-like").parse(text):
        out.kinds.append(token.type)
        if token.nesting > 0:
            _open(out, token)
            path.append(token.type)
        elif token.nesting < 0:
            path.pop()
        elif token.type == "fence":
            out.fences.append((token.info, token.content))
        elif token.type == "html_block":
            out.comments.append(token.content.strip())
        elif token.type == "inline":
            out.kinds += [child.type for child in token.children or ()]
            _say(out, path, token)
    return out


def _open(out: Rendered, token: Token) -> None:
    if token.type == "table_open":
        out.tables.append([])
    elif token.type == "tr_open":
        out.tables[-1].append([])


def _say(out: Rendered, path: list[str], token: Token) -> None:
    words = shown(token)
    if path[-1] in ("th_open", "td_open"):
        out.tables[-1][-1].append(words)
    elif path[-1] == "heading_open":
        out.headings.append((len(token.markup) or 1, words))
    elif "list_item_open" in path:
        out.items.append(words)
    elif "blockquote_open" in path:
        out.quotes.append(words)


def shown(token: Token) -> str:
    """Return the words a reader sees of an inline token."""
    parts = []
    for child in token.children or ():
        if child.type == "html_inline":
            parts.append("\n" if child.content == "<br>" else child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(child.content)
    return "".join(parts).replace(ZERO_WIDTH, "")
