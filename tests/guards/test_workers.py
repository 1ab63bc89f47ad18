"""Every worker says what it is: else Textual writes out all its arguments on the main thread, a whole plan maybe."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.tools import ROOT


def nameless(source: str) -> Iterator[int]:
    """Yield the lines of `@work` without a description."""
    for node in ast.walk(ast.parse(source)):
        for mark in getattr(node, "decorator_list", ()):
            called = mark.func if isinstance(mark, ast.Call) else mark
            if not isinstance(called, ast.Name) or called.id != "work":
                continue
            if not isinstance(mark, ast.Call) or all(word.arg != "description" for word in mark.keywords):
                yield mark.lineno


def test_every_worker_says_what_it_is() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "src" / "aiplan" / "tui").rglob("*.py"))
        for line in nameless(path.read_text(encoding="utf-8"))
    ]
    assert not found, "give @work a description: " + ", ".join(found)


def test_a_worker_that_does_not_is_found() -> None:
    assert list(nameless("@work(thread=True)\ndef f(self): ...\n@work\nasync def g(self): ...\n")) == [1, 3]
    assert not list(nameless('@work(thread=True, description="f")\ndef f(self): ...\n@other\ndef g(): ...\n'))
