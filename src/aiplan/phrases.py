"""Texts for people that know what they are made of, so that an interface can say them in another language.

A phrase is its English text: the command line, JSON and goldens see a plain `str`. Beside it stand the sentence before
it was filled in and the values. Joining phrases with `+` or in an f-string gives plain English text; `say` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

_NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Phrase(str):  # noqa: SLOT000 - a text of few words more
    """A text in English, with what it is made of; without a template it is the same in every language."""

    template: str = ""
    """The sentence with `{name}` where values stand; that for one where there is another for many."""
    many: str = ""
    """The sentence for any number but one."""
    values: Mapping[str, object] = _NO_VALUES
    """Name → what stands there: a phrase, a date, a number, or a name that nobody translates."""

    def filled(self, **values: object) -> Phrase:
        """Return the sentence of a table with its values."""
        return say(self.template, **values)


class Term(Phrase):
    """A word of the format, such as a status or a verdict."""

    kind: str = ""
    """What it is a word for; empty where the word alone tells."""
    name: str = ""
    """As it is written in a plan."""


class Listed(Phrase):
    """Several things in a row."""

    items: tuple[str, ...] = ()
    sentences: bool = False
    """Whether they are whole sentences, with semicolons between them."""


NOTHING = Phrase("")


def say(template: str, /, **values: object) -> Phrase:
    """Return a sentence, filled in; without values it is taken as it stands."""
    said = Phrase(template.format(**values) if values else template)
    said.template = template
    if values:
        said.values = values
    return said


def say_n(one: str, many: str, count: int, /, **values: object) -> Phrase:
    """Return the sentence for `count` things, filled in; `{count}` is their number."""
    values["count"] = count
    said = Phrase((one if count == 1 else many).format(**values))
    said.template, said.many, said.values = one, many, values
    return said


def code(text: str) -> Phrase:
    """Return what is typed, written or named as it stands in every language."""
    return Phrase(text)


def term(name: str, kind: str = "", *, text: str = "") -> Phrase:
    """Return a word of the format, in English written as it is or as `text`."""
    said = Term(text or name)
    said.kind, said.name = kind, name
    return said


def listed(items: Iterable[str], *, sentences: bool = False) -> Phrase:
    """Return names or phrases in a row, or whole sentences."""
    kept = tuple(items)
    said = Listed(("; " if sentences else ", ").join(kept))
    said.items, said.sentences = kept, sentences
    return said
