"""What of a text that comes from the core would be shown in English by the Chinese interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import Formatter

from aiplan.model.finding import Finding
from aiplan.phrases import Listed, Phrase, Term
from aiplan.tui.i18n import language, set_language
from aiplan.tui.phrasing import told

SENTENCE = re.compile(r"[a-z]{2,},? [a-z]{2,}")
"""In a value, which otherwise is a name: a piece of a sentence."""
SAME = re.compile(r"[ABC]\d?|FS|PERT|AI")
"""Words of the format that are written alike in both languages."""


def left_in_english(text: object) -> Iterator[str]:
    """Yield the pieces of a phrase that nobody has translated; a plain text that has words is one."""
    if isinstance(text, Listed):
        for item in text.items:
            yield from _of_value(item)
    elif isinstance(text, Term):
        if told(text) == text and not SAME.fullmatch(text):
            yield text
    elif not isinstance(text, Phrase):
        if re.search(r"[A-Za-z]{2}", str(text)):
            yield str(text)
    elif text.template:
        alone = Phrase()
        alone.template, alone.many = text.template, text.many
        alone.values = dict.fromkeys(text.values, _Nothing())
        if text.many:
            alone.values = {**alone.values, "count": 2}
        if told(alone) == _filled(text.template) and _has_words(text.template):
            yield text.template
        for value in text.values.values():
            yield from _of_value(value)


def findings_left_in_english(findings: Iterable[Finding]) -> list[str]:
    """Return what the Chinese interface would leave in English of findings: their codes and the pieces."""
    before = language()
    set_language("zh")
    try:
        return [
            f"{finding.code}: {piece}"
            for finding in findings
            for text in (finding.message, finding.hint)
            if text
            for piece in left_in_english(text)
        ]
    finally:
        set_language(before)


class _Nothing:
    """A value that shows as nothing, whatever the format asks for."""

    def __format__(self, spec: str) -> str:
        return ""

    def __repr__(self) -> str:
        return ""

    __str__ = __repr__


def _of_value(value: object) -> Iterator[str]:
    if isinstance(value, Phrase):
        yield from left_in_english(value)
    elif isinstance(value, str) and SENTENCE.search(value):
        yield value


def _filled(template: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(template))


def _has_words(template: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", _filled(template)))
