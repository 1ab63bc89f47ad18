"""The words of exports by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aiplan.export.vocabulary import Words
from aiplan.export.words_en import ENGLISH
from aiplan.export.words_zh import CHINESE
from aiplan.model.context import Language

_BY_LANGUAGE: Mapping[str, Words] = MappingProxyType({"en": ENGLISH, "zh": CHINESE})


def words(language: Language | str) -> Words:
    """Return the words of `language`.

    Raises:
        ValueError: for a language there are no words of.
    """
    found = _BY_LANGUAGE.get(language)
    if found is None:
        raise ValueError(f"exports are written in {' or '.join(_BY_LANGUAGE)}, not {language}")
    return found
