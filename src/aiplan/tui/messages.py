"""What widgets tell the app. They say what a person wants; the app decides what happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from aiplan.model.address import Path

if TYPE_CHECKING:
    from aiplan.core.compare import Change
    from aiplan.errors import AiplanError
    from aiplan.model.context import Language
    from aiplan.model.edits import Edit
    from aiplan.model.finding import Finding
    from aiplan.session import Reread, Session, Snapshot
    from aiplan.store.files import Stored
    from aiplan.store.recovery import Recovery
    from aiplan.tui.desk import Desk
    from aiplan.tui.forms.spec import FieldSpec
    from aiplan.tui.resolving import Resolving
    from aiplan.tui.review.found import Review
    from aiplan.tui.review.past import Past
    from aiplan.tui.review.repository import Named
    from aiplan.tui.simulated import Simulated
    from aiplan.tui.state import Document
    from aiplan.tui.widgets.board.model import By


@dataclass
class SelectedItem(Message):
    """The cursor stands on another item."""

    address: Path


@dataclass
class OpenItem(Message):
    """An item is to be edited, perhaps at one of its fields."""

    address: Path
    key: str = ""


@dataclass
class Chosen(Message):
    """Something was chosen about how a view looks, by name; it is to be remembered."""

    values: dict[str, Any]


@dataclass
class NotRemembered(Message):
    """What was chosen cannot be written."""

    error: str


@dataclass
class GoTo(Message):
    """An item is to be shown in the view where it is at home."""

    address: Path


@dataclass
class Edited(Message):
    """A field got a new value that reads well; the plan is to be changed."""

    edits: tuple[Edit, ...]
    label: str
    """What undo calls it."""
    address: Path
    """The field; edits of the same one within two seconds are one step."""
    select: Path | None = None
    """What the cursor stands on afterwards, where that is something else."""


@dataclass
class MoveCard(Message):
    """An activity is to go to another column of the board."""

    id: str
    by: By
    to: str | None
    """Stage, team, status or owner; `None` for none."""


@dataclass
class PickWanted(Message):
    """A value is to be chosen from a list, a calendar or the like."""

    spec: FieldSpec
    text: str
    """What the field holds."""
    take: Callable[[str], None]
    """Puts the chosen text into the field."""


@dataclass
class EditorWanted(Message):
    """A text is to be written in the person's own editor."""

    text: str
    take: Callable[[str], None]
    suffix: str = ".md"


@dataclass
class RawWanted(Message):
    """The item is to be shown as it stands in the file."""


@dataclass
class TriageRequested(Message):
    """The questions of the EU AI Act are to be asked."""

    assessment: str


@dataclass
class SuggestionsRequested(Message):
    """Risks that follow from low scores are to be proposed."""


@dataclass
class DecideWanted(Message):
    """What the overview says of an item is to be decided: a way out of a late milestone, an experiment's next step."""

    address: Path


@dataclass
class ReadingWanted(Message):
    """A reading of a metric is to be recorded, or of the criteria of an experiment."""

    address: Path
    source: str = ""
    """What the reading will have come from."""


@dataclass
class FallbackWanted(Message):
    """The attempts of an experiment are over."""

    experiment: str


@dataclass
class AmendmentWanted(Message):
    """Criteria or evaluation set of an experiment are to be changed after its start."""

    experiment: str


@dataclass
class FormClosed(Message):
    """The form is done with."""

    lost: tuple[str, ...] = ()
    """What is wrong in fields whose text was not taken."""


@dataclass
class SaveRequested(Message):
    """The plan is to be written."""


@dataclass
class UndoRequested(Message):
    """The last change is to be taken back."""


@dataclass
class Find(Message):
    """The first item that matches a text is to be selected."""

    text: str


@dataclass
class FindClosed(Message):
    """Finding is over; `keep` says whether the cursor stays where it was led."""

    keep: bool


@dataclass
class FindingsReady(Message):
    """A plan has been looked through."""

    document: Document
    findings: tuple[Finding, ...]


@dataclass
class ForecastWanted(Message):
    """The distribution of a milestone is to be shown, or that of none in particular."""

    milestone: str | None


@dataclass
class Simulating(Message):
    """A simulation goes on."""

    number: int
    """Which simulation."""
    share: float
    """How much of it is done, 0 … 1."""


@dataclass
class SimulationEnded(Message):
    """A simulation has ended: with a forecast, with what is wrong, or with neither where it was stopped."""

    number: int
    found: Simulated | None
    trouble: str = ""


@dataclass
class DetailReady(Message):
    """A forecast has got the distribution of one more milestone."""

    found: Simulated


@dataclass
class Opened(Message):
    """The plan has been read."""

    desk: Desk


@dataclass
class OpenFailed(Message):
    """The plan cannot be read."""

    error: Exception


@dataclass
class ReviewWanted(Message):
    """What has changed is to be found out."""


@dataclass
class ReviewReady(Message):
    """It has been found out what has changed."""

    review: Review


@dataclass
class TakeBack(Message):
    """One edit is to be taken back; `None` where the cursor stands on none."""

    change: Change | None


@dataclass
class TrendWanted(Message):
    """The history of the milestones is to be read."""


@dataclass
class HistoryRead(Message):
    """The history has been read, or a part of it."""

    number: int
    """Which reading."""
    past: Past


@dataclass
class RevisionsReady(Message):
    """It is known what the plan can be compared with."""

    found: tuple[Named, ...]
    trouble: str = ""


@dataclass
class RecoveryFound(Message):
    """A crash has left work, and it is known what it contains."""

    recovery: Recovery
    summary: tuple[str, ...]
    """In lines."""
    moved_on: bool
    """Whether the file has been changed since."""


@dataclass
class FileRead(Message):
    """The file has been read again, or cannot be."""

    session: Session
    document: Document
    """What was there when reading began."""
    found: Reread | AiplanError
    asked: bool
    """Whether a person wanted it."""


@dataclass
class Merged(Message):
    """What others wrote into the file has been merged with what is here, as far as that can be done."""

    session: Session
    before: Snapshot
    """What was here when merging began."""
    found: Reread | tuple[Stored, Resolving] | AiplanError
    """The plan of both, or the file and the conflicts that are left, or why it cannot be merged."""


@dataclass
class ConflictsFound(Message):
    """The merge conflicts of the file are known, with what their sides come from."""

    now: Resolving


@dataclass
class RoadmapWanted(Message):
    """The roadmap is to be written into a file, in a language; `None` is that of the plan."""

    language: Language | None
