"""What views of all kinds have in common: some of what is chosen in them is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.widget import Widget

from aiplan.tui.choices import Choices
from aiplan.tui.messages import Chosen


def flag(value: object) -> bool:
    """Tell whether `value` is true or false."""
    return isinstance(value, bool)


def whole(value: object) -> bool:
    """Tell whether `value` is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


class Remembering(Widget):
    """A view whose choices outlive it."""

    REMEMBERED: ClassVar[dict[str, tuple[str, Callable[[Any], bool]]]] = {}
    """Name of a choice → the attribute that holds it, and what it may be."""

    def recall(self, choices: Choices) -> None:
        """Take over what was chosen earlier, as far as it can be understood."""
        for name, (attribute, allowed) in self.REMEMBERED.items():
            if name in choices and allowed(choices[name]):
                setattr(self, attribute, choices[name])

    def keep(self, *names: str) -> None:
        """Ask that what was chosen is remembered."""
        self.post_message(Chosen({name: getattr(self, self.REMEMBERED[name][0]) for name in names}))
