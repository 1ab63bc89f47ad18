"""Which lines an edit made, as people read them in a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterator


def changed_lines(before: str, after: str) -> Iterator[str]:
    """Yield removed (`-`) and added (`+`) lines, each run of them after the place where it stands (`@ 12`)."""
    old, new = before.splitlines(), after.splitlines()
    # The common ends are cut off by hand: plans are long, edits are short.
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    matcher = difflib.SequenceMatcher(None, old[first:], new[first:], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        yield f"@ line {first + c + 1}"
        yield from (_line("-", line) for line in old[first + a : first + b])
        yield from (_line("+", line) for line in new[first + c : first + d])


def unified(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, which `patch` takes, without the line feed at their ends."""
    old, new = (_lines(text) for text in (before, after))
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends, which are line feeds alone."""
    return [line + "\n" for line in text.split("\n")[:-1]] + [last for last in text.rsplit("\n", 1)[-1:] if last]


def _line(sign: str, text: str) -> str:
    """Return a line after its sign, without characters that steer a terminal."""
    return f"{sign} {''.join(c if c.isprintable() else ' ' for c in text)}".rstrip()
