"""Writing a long text in the editor that a person has chosen."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from aiplan.errors import UsageError
from aiplan.tui.i18n import _


def command_of(environment: Mapping[str, str]) -> list[str]:
    """Return the words that start the editor.

    Raises:
        UsageError: where neither VISUAL nor EDITOR names one.
    """
    chosen = environment.get("VISUAL") or environment.get("EDITOR") or ""
    words = shlex.split(chosen)
    if not words:
        raise UsageError(_("no editor is set"), hint=_("set VISUAL or EDITOR, such as EDITOR=vim"))
    return words


def edited(text: str, command: list[str], suffix: str = ".md") -> str:
    """Return `text` as it is after it was edited.

    Args:
        text: what the editor begins with.
        command: words that start the editor.
        suffix: of the file's name, from which editors guess the language.

    Raises:
        UsageError: where the editor cannot be run, or says that it failed; the text is to stay as it was.
    """
    with tempfile.TemporaryDirectory(prefix="aiplan-") as folder:
        path = Path(folder) / f"text{suffix}"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the editor that the person chose
        except OSError as error:
            said = _("{editor} cannot be run: {why}").format(editor=command[0], why=error.strerror or error)
            raise UsageError(said) from None
        if done.returncode != 0:
            raise UsageError(_("{editor} ended with an error; the text is as it was").format(editor=command[0]))
        return path.read_text(encoding="utf-8", errors="replace")
