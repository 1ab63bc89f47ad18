"""Addresses: names of values in the plan file, such as `tasks.label-10k.duration`.

A path is a tuple of keys (str) and list positions (int, from 0); its written form is the TOML
dotted key, with `[n]` for list positions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file down."""

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_TOKEN = re.compile(
    r"""(?P<bare>[^.\[\]"']+) | "(?P<basic>(?:[^"\\]|\\.)*)" | '(?P<literal>[^']*)' | \[(?P<index>\d+)\]""",
    re.VERBOSE,
)
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_UNESCAPES = {v: k for k, v in _ESCAPES.items()}


def quote_key(key: str) -> str:
    """Return `key` as TOML writes it: bare where possible, else a basic string."""
    if _BARE.match(key):
        return key
    body = "".join(_ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in key)
    return f'"{body}"'


def format_address(path: Sequence[str | int]) -> str:
    """Return the written form of `path`, e.g. `tasks."标注".depends_on[1]`."""
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part}]"
        else:
            out += ("." if out else "") + quote_key(part)
    return out


def parse_address(text: str) -> Path:
    """Return the path that `text` names.

    Unquoted parts may hold any character but `.`, `[`, `]` and quotes, so `tasks.标注` is accepted too.

    Raises:
        ValueError: where `text` is not an address.
    """
    path: list[str | int] = []
    pos = 0
    text = text.strip()
    while pos < len(text):
        if path and text[pos] == ".":
            pos += 1
        elif path and text[pos] != "[":
            raise ValueError(f"expected '.' or '[' at position {pos + 1} of {text!r}")
        match = _TOKEN.match(text, pos)
        if match is None:
            raise ValueError(f"not an address: {text!r}")
        if (index := match["index"]) is not None:
            if not path:
                raise ValueError(f"an address starts with a key: {text!r}")
            path.append(int(index))
        elif (basic := match["basic"]) is not None:
            path.append(re.sub(r"\\u([0-9a-fA-F]{4})|\\.", _unescape, basic))
        elif (literal := match["literal"]) is not None:
            path.append(literal)
        else:
            path.append(match["bare"].strip())
        pos = match.end()
    if not path:
        raise ValueError("an empty address")
    return tuple(path)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _UNESCAPES.get(match[0], match[0][1:])
