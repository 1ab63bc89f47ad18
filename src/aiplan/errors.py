"""Failed operations.

A bad *plan* never raises: it yields `Finding` values. A failed *operation* (a file that cannot be
read, an edit that cannot be made, a save that would lose somebody's change) raises one of these.
Each carries its parts as attributes, a hint that names the way out, and the exit code the command
line gives it.
"""

from __future__ import annotations

from typing import ClassVar

from aiplan.phrases import say


class AiplanError(Exception):
    """Base of every error a user can meet; `str()` is one line for people."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AiplanError):
    """The command line asks for something that cannot be meant."""


class PlanNotFound(AiplanError):
    """No plan file where one was looked for, or several and none chosen."""


class UnreadablePlan(AiplanError):
    """The file exists but is not a plan that can be opened (I/O, encoding, TOML syntax, dates no calendar reaches)."""

    code = "AIP002"
    """Of the rule that says the same."""

    def __init__(
        self, message: str, *, path: str = "", line: int | None = None, column: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known."""
        place = self.path
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        return place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class DatesOutOfRange(UnreadablePlan):
    """Dates of the plan leave the years that calendars reach, so that nothing can be computed."""

    code = "AIP105"


class UnknownAddress(AiplanError):
    """An address that names nothing in the plan; the hint names the nearest one that does."""

    def __init__(self, address: str, message: str = "", *, hint: str = "") -> None:
        if not message and not address.strip():
            message = say("an id is wanted here, and the one given is empty")
            hint = hint or say("aiplan schedule lists the ids of all work; an address looks like tasks.label-10k")
        super().__init__(message or say("nothing in the plan is called {address}", address=address), hint=hint)
        self.address = address


class InvalidEdit(AiplanError):
    """An edit that does not make sense on this plan (id taken, value of the wrong type, …)."""

    def __init__(self, message: str, *, address: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.address = address


class EditRefused(AiplanError):
    """The text after the edit does not read back as the intended plan; nothing was changed."""

    exit_code = 3


class OutsideChange(AiplanError):
    """The file changed on disk since it was read; nothing was written."""

    exit_code = 3


class SaveFailed(AiplanError):
    """The file could not be written (permissions, disk, vanished folder); the old one stands."""


class MissingTool(AiplanError):
    """An optional package or outside program that this operation needs is not installed."""
