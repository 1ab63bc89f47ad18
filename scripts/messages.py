"""Gathers the texts of the interface for translation: source to .po, .po to .mo.

`make messages` runs it: new texts appear with an empty translation, those that are gone disappear. With `--check`
nothing is written; what is not up to date is named.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from aiplan.model.base import Table
from aiplan.model.docs import field_docs
from aiplan.model.plan import Plan

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "aiplan"
LOCALE = SOURCE / "tui" / "locale"
NO_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Dates in a catalogue would change it without any text changing."""
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}
PHRASES = {"say": None, "say_n": (1, 2)}
"""What the interface shows of the layers below it."""
BELOW = ("core", "model", "review", "store")


def template() -> Catalog:
    """Return every text of the interface and every phrase it may show, without places: moving code changes nothing."""
    found = Catalog(project="aiplan", charset="utf-8")
    for rooms, keywords in ((("importing", "tui"), KEYWORDS), (BELOW, PHRASES)):
        for text in (text for room in rooms for text in gathered(SOURCE / room, keywords)):
            found.add(text)
    for module in (*SOURCE.glob("*.py"), SOURCE / "export" / "regions.py"):
        for _, text, _, _ in extract_from_file("python", str(module), keywords=PHRASES):
            found.add(text)
    for text in meanings(Table):
        found.add(text)
    return found


def gathered(folder: Path, keywords: Mapping[str, tuple[int, ...] | None]) -> list[str | tuple[str, ...]]:
    """Return the texts that are the arguments of `keywords` in the modules of a folder."""
    return [text for _, _, text, _, _ in extract_from_dir(str(folder), [("**.py", "python")], keywords=keywords)]


def meanings(model: type[Table]) -> Iterator[str]:
    """Yield what the keys of a model and of those that derive from it mean: forms say it."""
    for below in model.__subclasses__():
        if below is not Plan and below.__module__.startswith("aiplan.model."):
            yield from field_docs(below).values()
            yield from meanings(below)


def updated(language: str) -> Catalog:
    """Return the catalogue of `language` with the texts there are now; known translations are kept, none is guessed."""
    path = po(language)
    known = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    found = Catalog(locale=language, project="aiplan", charset="utf-8", fuzzy=False)
    for message in template():
        if message.id:
            old = known.get(message.id)
            # Where a text has got a plural, or lost it, its translation does not fit any more.
            kept = old.string if old is not None and type(old.id) is type(message.id) else ""
            found.add(message.id, kept, context=message.context)
    return found


def po(language: str) -> Path:
    """Return where the catalogue of `language` is written by people."""
    return LOCALE / language / "LC_MESSAGES" / "aiplan.po"


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """Return a catalogue as .po and as .mo; the same texts give the same bytes."""
    text, machine = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, no_location=True, omit_header=True, sort_output=True, width=100)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalog.locale_identifier}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    whole = header.encode() + text.getvalue()
    compiled = read_po(io.BytesIO(whole), locale=catalog.locale)
    compiled.creation_date = compiled.revision_date = NO_TIME
    write_mo(machine, compiled)
    return whole, machine.getvalue()


def untranslated(language: str) -> list[str]:
    """Return the texts that the catalogue of `language` does not translate."""
    found = []
    for message in read_po(io.BytesIO(po(language).read_bytes()), locale=language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings):
            found.append(message.id if isinstance(message.id, str) else str(message.id[0]))
    return found


def stale(language: str) -> list[Path]:
    """Return the files of `language` that are not what the source gives."""
    wanted = written(updated(language))
    files = (po(language), po(language).with_suffix(".mo"))
    pairs = zip(files, wanted, strict=True)
    return [path for path, content in pairs if not path.exists() or path.read_bytes() != content]


def main(arguments: list[str]) -> int:
    """Bring every catalogue up to date, or name those that are not."""
    languages = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
    if "--check" in arguments:
        behind = [path for language in languages for path in stale(language)]
        for path in behind:
            sys.stdout.write(f"{path.relative_to(ROOT)} is not up to date: make messages\n")
        return 1 if behind else 0
    for language in languages:
        text, machine = written(updated(language))
        po(language).write_bytes(text)
        po(language).with_suffix(".mo").write_bytes(machine)
        sys.stdout.write(f"{language}: {len(untranslated(language))} texts to be translated\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
