"""What the core says, in the language of the interface: findings, errors, reasons."""

from __future__ import annotations

import datetime as dt

from aiplan.errors import AiplanError
from aiplan.phrases import Listed, Phrase, Term
from aiplan.tui import words
from aiplan.tui.i18n import _, language, n_


def told(text: str, *, year: int = 0) -> str:
    """Return a phrase in the language of the interface, dates of `year` without it; any other text as it is."""
    if language() == "en" or not isinstance(text, Phrase):
        return text
    if isinstance(text, Listed):
        return ("；" if text.sentences else "、").join(told(item, year=year) for item in text.items)
    if isinstance(text, Term):
        return _term(text)
    if not text.template:
        return text
    if text.many:
        count = text.values["count"]
        assert isinstance(count, int)
        said = n_(text.template, text.many, count)
    else:
        said = _(text.template)
    return said.format(**{name: _shown(value, year) for name, value in text.values.items()}) if text.values else said


def told_error(error: Exception) -> str:
    """Return what an error says, and where the file is wrong."""
    if language() == "en":
        return str(error)
    if isinstance(error, AiplanError):
        place, message = getattr(error, "place", ""), told(error.message)
        return f"{place}: {message}" if place else message
    first = error.args[0] if error.args else ""
    return told(first) if isinstance(first, Phrase) else str(error)


def with_hint(error: Exception) -> str:
    """Return what an error says, and the way out."""
    hint = error.hint if isinstance(error, AiplanError) else ""
    if not hint:
        return told_error(error)
    return _("{error}. {hint}").format(error=told_error(error), hint=told(hint))


def _shown(value: object, year: int) -> object:
    if isinstance(value, str):
        return told(value, year=year)
    if isinstance(value, Exception):
        return told_error(value)
    if isinstance(value, dt.date):
        return words.day(value, year=year)
    return value


def _term(word: Term) -> str:
    """Return a word of the format; what is not known is named as it is written."""
    if not word.kind:
        return _(word)
    from aiplan.core import explain_ai

    for kind in explain_ai.KINDS:
        if kind == word.kind:
            return explain_ai.title(kind, word.name, language())
    return explain_ai.any_title(word.name, language())
