"""Chinese words by the first letters of their pinyin: 标注 by bz.

The 3,755 common characters of GB 2312 stand in the order of their pinyin, so that twenty-three boundaries tell the
first letter of each (source: GB/T 2312-1980, level 1). Rarer characters have none here; of a character that is read
in several ways the reading counts under which the standard sorts it.
"""

from __future__ import annotations

from bisect import bisect

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
"""Code of the first character with each letter."""
_CODES = tuple(code for code, _letter in _FIRST)
_END = 0xD7FA


def initials(text: str) -> str:
    """Return the first letters of the Chinese characters of `text`, everything else left out."""
    return "".join(map(_initial, text)) if not text.isascii() else ""


def _initial(character: str) -> str:
    try:
        raw = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    code = int.from_bytes(raw, "big")
    return _FIRST[bisect(_CODES, code) - 1][1] if len(raw) == 2 and _CODES[0] <= code < _END else ""
