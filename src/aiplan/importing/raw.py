"""From the bytes of a file to its text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from aiplan.importing.notes import N_, ImportFailed

MOST_BYTES = 16_000_000
"""The longest file that is read."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PACKED = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_HIGH = re.compile(rb"[\x80-\xff]+")
_AS_CSV = N_("save it as CSV in that program (in Excel: CSV UTF-8) and import that")


class Text(NamedTuple):
    """The text of a file."""

    text: str
    """With `\\n` at the end of lines."""
    encoding: str
    """How it was written: utf-8, utf-16, gb18030 or cp1252."""


def decoded(raw: bytes) -> Text:
    """Return the text of a file.

    Tried are UTF-8 and UTF-16 with their marks, UTF-8 without, then GB18030, which Excel writes in China, or
    Windows-1252, which it writes in the West: characters above 127 come in pairs in the first and alone in the other.

    Raises:
        ImportFailed: where it is no text, or too much.
    """
    if len(raw) > MOST_BYTES:
        raise too_long(len(raw))
    if raw.startswith(_PACKED):
        raise ImportFailed(N_("this is an Excel workbook or another packed file, not CSV"), hint=_AS_CSV)
    if raw.startswith(_COMPOUND):
        raise ImportFailed(N_("this is a file of Microsoft Project or Excel, not CSV"), hint=_AS_CSV)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _clean(raw.removeprefix(mark), encoding)
    if b"\0" in raw:
        raise ImportFailed(N_("this is no text: it has bytes that are zero"), hint=_AS_CSV)
    try:
        return _clean(raw, "utf-8")
    except ImportFailed:
        return _clean(raw, "gb18030" if _in_pairs(raw) else "cp1252")


def too_long(size: int) -> ImportFailed:
    """Return what is said of a file of `size` bytes, which are too many."""
    return ImportFailed(
        N_("the file has {size} MB, more than the {most} MB that are read"),
        hint=N_("import the part that is still planned"), size=size // 1_000_000, most=MOST_BYTES // 1_000_000,
    )  # fmt: skip


def _in_pairs(raw: bytes) -> bool:
    """Tell whether most bytes above 127 stand in stretches of even length, as Chinese characters do."""
    even = alone = 0
    for match in _HIGH.finditer(raw):
        length = match.end() - match.start()
        even += length if length % 2 == 0 else length - 1
        alone += length % 2
    return even > 2 * alone


def _clean(raw: bytes, encoding: str) -> Text:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise ImportFailed(
            N_("this is no text in UTF-8, UTF-16, GB18030 or Windows-1252"), hint=_AS_CSV
        ) from None  # fmt: skip
    if "\0" in text:
        raise ImportFailed(N_("this is no text: it has bytes that are zero"), hint=_AS_CSV)
    name = encoding.removesuffix("-le").removesuffix("-be")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), name)
