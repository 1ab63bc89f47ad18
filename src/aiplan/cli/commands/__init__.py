"""The commands: one module each, imported when its command runs.

A module has `configure(parser)`, which adds its arguments, and `run(args)`, which returns the exit code.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One command as the help lists it."""

    name: str
    help: str
    """One line."""
    group: str
    module: str
    """Under `aiplan.cli.commands`."""


GROUPS: tuple[tuple[str, str], ...] = (
    ("look", "Look"),
    ("change", "Change the plan"),
    ("progress", "Record what happened"),
    ("forecast", "Forecast and re-plan"),
    ("ai", "Judge, measure, try out, launch"),
    ("share", "Share and set up"),
)
"""Group → its heading in the help, in order."""

COMMANDS: tuple[Command, ...] = (
    Command("check", "what is wrong or doubtful in the plan, with places and ways out", "look", "check"),
    Command("schedule", "dates, float and critical path of everything", "look", "schedule"),
    Command("why", "why an activity stands where it stands, and how far it can slip", "look", "why"),
    Command("path", "what drives the finish, or one milestone", "look", "path"),
    Command("show", "one item or value, with its forecast", "look", "show"),
    Command("diff", "what differs between two versions, and which dates move", "look", "diff"),
    Command("history", "how milestones moved through git: who, when and why", "look", "history"),
    Command("explain", "a finding code, a dimension, an AI task type, the EU AI Act", "look", "explain"),
    Command("set", "give a key a value", "change", "set"),
    Command("add", "add a task, milestone, experiment, goal, metric, …", "change", "add"),
    Command("remove", "remove an item, a key or a list entry", "change", "remove"),
    Command("rename", "give an item another id, in every reference too", "change", "rename"),
    Command("retrain", "add the experiment that a monitor asks for", "change", "retrain"),
    Command("fmt", "put keys in canonical order", "change", "fmt"),
    Command("start", "work has begun", "progress", "start"),
    Command("done", "work is finished", "progress", "done"),
    Command("remaining", "how much work is left", "progress", "remaining"),
    Command("record", "the result of an experiment, with what follows from it", "progress", "record"),
    Command("read", "readings from an evaluation run, or one by hand", "progress", "read"),
    Command("update", "move the data date on and go through what is open", "progress", "update"),
    Command("baseline", "freeze today's dates under a name", "progress", "baseline"),
    Command("simulate", "ranged dates: P50, P80, the chance of each deadline, cost", "forecast", "simulate"),
    Command("replan", "ways out of a late milestone, simulated; --apply takes one", "forecast", "replan"),
    Command("scenario", "what if: list, show, compare, add, apply, drop overlays", "forecast", "scenario"),
    Command("level", "dates when work waits for its teams and resources", "forecast", "level"),
    Command("overload", "where teams and resources are asked for too much", "forecast", "overload"),
    Command("slip", "how far milestones slipped since a baseline, or would; why", "forecast", "slip"),
    Command("cost", "spent, to come, forecast and budget, by team and milestone", "forecast", "cost"),
    Command("calibrate", "how good the estimates of finished work were", "forecast", "calibrate"),
    Command("assess", "verdicts side by side: why, and what would raise them", "ai", "assess"),
    Command("sample-size", "how many cases are enough; what an A/B test says", "ai", "sample_size"),
    Command("experiments", "cards, states, criteria; which to run first", "ai", "experiments"),
    Command("risks", "register, matrix and treatment; EU AI Act triage", "ai", "risks"),
    Command("launch", "stages, gates, kill switches, monitors; what blocks", "ai", "launch"),
    Command("init", "start a plan from a template", "share", "init"),
    Command("import", "start a plan from a CSV file or a Gantt chart in Mermaid", "share", "import_file"),
    Command("export", "roadmap, model card, data sheet, launch review as Markdown", "share", "export"),
    Command("git", "teach git to merge and show plans in this repository", "share", "git"),
    Command("merge", "merge three versions of a plan, losing nothing", "share", "merge"),
    Command("resolve", "settle merge conflicts in a plan, entry by entry", "share", "resolve"),
    Command("merge-driver", "the same as git calls it", "share", "merge_driver"),
    Command("serve", "the interface in a browser, on this machine only", "share", "serve"),
    Command("doctor", "what works here: terminal, encoding, colours, git, settings", "share", "doctor"),
    Command("keys", "every action of the interface with its keys, and clashes", "share", "keys"),
    Command("schema", "JSON Schema of the plan file, for editors", "share", "schema"),
)
"""Every command, in the order of the help."""

UI = Command("", "open the plan in the terminal interface", "look", "ui")
"""What runs where no command is named."""


def find(name: str) -> Command | None:
    """Return the command called `name`."""
    return next((c for c in COMMANDS if c.name == name), None)
