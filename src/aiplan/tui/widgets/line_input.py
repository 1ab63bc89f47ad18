"""A field of one line, into which many can be pasted."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """An input that makes one line of what is pasted; Textual's own keeps the first line and drops the others."""

    def on_paste(self, event: events.Paste) -> None:
        """Take the whole text."""
        event.stop()
        event.prevent_default()
        lines = event.text.replace("\t", " ").splitlines()
        text = " ".join(filter(None, map(str.strip, lines))) if len(lines) > 1 else "".join(lines)
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)
