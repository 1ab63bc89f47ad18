"""Every text of the interface is gathered for translation, and what is drawn in words is such a text.

`_("…")` inside an f-string is gathered on Python 3.12 and not on 3.11, where an f-string is one token.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from helpers.tools import ROOT

TRANSLATING = ("_", "n_", "N_")
DRAWING = ("part", "write", "heading", "tell", "Static", "Label", "Piece")
"""What puts a text on the screen."""
STYLE = re.compile(r"\$|^(bold|reverse|dim|italic|underline)\b")
"""Arguments that are no texts."""
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:]? [a-z]{2,}")

UNTOLD = ("str(error)", "error", "finding.message", "finding.hint", "error.message", "error.hint")
"""What is English until it is told."""
BEFORE_THE_INTERFACE = ("phrasing.py", "program.py")
"""What tells, and what speaks to the shell."""


def calls(node: ast.AST, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            called = inner.func
            if (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")) in names:
                yield inner


def literal(node: ast.AST) -> str:
    """Return what a text says without what is filled in; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(value) for value in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def hidden_texts(root: Path) -> Iterator[str]:
    """Yield where a text to be translated stands inside an f-string."""
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                for call in calls(node, TRANSLATING):
                    if any(literal(argument) for argument in call.args):
                        yield f"{path.relative_to(root)}:{call.lineno}: {ast.unparse(call)}"


def untranslated_texts(root: Path) -> Iterator[str]:
    """Yield where words are drawn that nobody translates."""
    for path in sorted(root.rglob("*.py")):
        for call in calls(ast.parse(path.read_text(encoding="utf-8")), DRAWING):
            for said in map(literal, call.args):
                if SENTENCE.search(said) and not STYLE.search(said):
                    yield f"{path.relative_to(root)}:{call.lineno}: {said}"


def untold_phrases(root: Path) -> Iterator[str]:
    """Yield where what the core says would be shown in English: a bare error, or its parts and those of a finding."""
    for path in sorted(root.rglob("*.py")):
        if path.name in BEFORE_THE_INTERFACE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        drawn = [given for call in calls(tree, (*DRAWING, "fit", "format")) for given in (*call.args, *call.keywords)]
        for node in [*drawn, *calls(tree, ("str",))]:
            said = ast.unparse(node.value if isinstance(node, ast.keyword) else node)
            if said in UNTOLD:
                yield f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}: {said}"


def test_what_the_core_says_is_told_in_the_language_of_the_interface() -> None:
    assert list(untold_phrases(ROOT / "src" / "aiplan" / "tui")) == []


def test_no_text_is_hidden_in_an_f_string() -> None:
    assert list(hidden_texts(ROOT / "src" / "aiplan" / "tui")) == []


def test_what_is_drawn_in_words_is_translated() -> None:
    assert list(untranslated_texts(ROOT / "src" / "aiplan" / "tui")) == []


def test_all_would_be_seen(tmp_path: Path) -> None:
    lines = [
        "a = f\"{_(name)} {_('new one')}\"",
        'b = part(_("two words"), "bold $warning") + part("bold reverse", style)',
        'c = part("two words", "bold $warning")',
        'd = self.tell(f"{count} items gone")',
        "e = part(told(finding.message), style) + part(finding.hint, style) + told_error(error) + str(error)",
    ]
    (tmp_path / "guinea.py").write_text("\n".join(lines))
    assert [line.partition(": ")[0] for line in hidden_texts(tmp_path)] == ["guinea.py:1"]
    assert [line.partition(": ")[0] for line in untranslated_texts(tmp_path)] == ["guinea.py:3", "guinea.py:4"]
    assert [line.partition(": ")[2] for line in untold_phrases(tmp_path)] == ["finding.hint", "str(error)"]
