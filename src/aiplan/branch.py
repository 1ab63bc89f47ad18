"""A plan in which something is tried out, beside the file."""

from __future__ import annotations

from aiplan.errors import EditRefused
from aiplan.phrases import say
from aiplan.session import Reread, Session, Snapshot
from aiplan.store.files import Stored
from aiplan.store.text import PlanText


class Branch(Session):
    """A session that leaves the file alone: its edits are tried out, then taken over as one step or thrown away.

    It begins where `trunk` stands; what is done here changes nothing there. `dirty` tells whether it differs from
    where it began. Whatever would write the file or read it anew raises `EditRefused`.
    """

    def __init__(self, trunk: Session) -> None:
        super().__init__(
            trunk.path, trunk.stored, today=trunk.today, as_of=trunk.as_of, state=trunk.snapshot
        )  # fmt: skip
        self.trunk = trunk

    def save(self, *, overwrite: bool = False) -> None:  # noqa: ARG002 - the signature of Session
        """Refuse: a branch is not written."""
        raise EditRefused(
            say("this is tried out only and not written"), hint=say("take it over first, or throw it away")
        )

    def rebased(self, stored: Stored, text: PlanText, state: Snapshot) -> Reread:  # noqa: ARG002 - the signature of Session
        """Refuse: the file belongs to the trunk."""
        raise _beside_the_file()

    def read_again(self) -> Reread:
        """Refuse: the file belongs to the trunk."""
        raise _beside_the_file()

    def write_settled(self, text: str) -> None:  # noqa: ARG002 - the signature of Session
        """Refuse: the file belongs to the trunk."""
        raise _beside_the_file()

    def outside_change(self) -> bool:
        """Return False: the trunk follows the file."""
        return False

    def write_recovery(self) -> None:
        """Keep no copy: nothing that is tried out is owed to anybody."""

    def discard_recovery(self) -> None:
        """Leave the copy of the trunk's unsaved work where it is."""


def _beside_the_file() -> EditRefused:
    return EditRefused(say("this is tried out beside the file"), hint=say("take it over first, or throw it away"))
