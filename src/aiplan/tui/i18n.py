"""The interface in English and Chinese: texts are written in English and translated where they are shown.

English loads nothing. Other languages come from gettext catalogues; `make messages` makes them from the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gettext import GNUTranslations

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "aiplan"


class _Current:
    """The language that texts are shown in."""

    language: Language = "en"
    catalogue: GNUTranslations | None = None


def set_language(language: Language) -> None:
    """Show texts in `language` from now on."""
    if language == "en":
        _Current.catalogue = None
    elif language != _Current.language:
        import gettext

        _Current.catalogue = gettext.translation(DOMAIN, LOCALE, [language])
    _Current.language = language


def language_for(wanted: str, environ: Mapping[str, str]) -> Language:
    """Return the language that is wanted, else that of the locale: LC_ALL, LC_MESSAGES, LANG, the first that is set."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if (wanted or locale).lower().startswith("zh") else "en"


def language() -> Language:
    """Return the language that texts are shown in."""
    return _Current.language


def _(text: str) -> str:
    """Return `text` in the language of the interface."""
    return text if _Current.catalogue is None else _Current.catalogue.gettext(text)


def n_(one: str, many: str, count: int) -> str:
    """Return the text for `count` things in the language of the interface; its `{count}` is still to be filled in."""
    if _Current.catalogue is None:
        return one if count == 1 else many
    return _Current.catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's name
    """Mark a text of a table: it is translated where it is shown."""
    return text
