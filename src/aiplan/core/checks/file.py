"""AIP0xx: the file as such. Found while it is read; their pages and severities stand here."""

from __future__ import annotations

from aiplan.core.checks.rule import Rule, elsewhere

RULES: tuple[Rule, ...] = (
    elsewhere("AIP001", "merge-conflict", "error", "reading", """
        The file holds the markers of an unresolved git merge.

        What: lines with `<<<<<<<`, `=======` and `>>>>>>>` stand in the file. It opens with the current side.
        Why: nobody has decided which of two changes is meant; half of somebody's work would be lost in silence.
        Fix: `aiplan resolve`, or choose in an editor and remove the markers.

        Example:
            <<<<<<< HEAD
            duration = "8d"
            =======
            duration = "10d"
            >>>>>>> their-branch
    """),
    elsewhere("AIP002", "toml-syntax", "error", "reading", """
        The file is not TOML.

        What: the text cannot be read as TOML 1.0; the message names line and column.
        Why: nothing in a file that cannot be read can be planned, compared or merged.
        Fix: mend the line. Text stands in quotes, dates do not; a comma stands between entries of a list.

        Example:
            duration = 8d       # should be "8d"
    """),
    elsewhere("AIP003", "unknown-key", "warning", "reading", """
        A key or table is not part of the format.

        What: the key is kept but has no effect; the nearest known key is named.
        Why: a slip of the finger in `depnds_on` would drop a dependency without a word.
        Fix: correct the name, or move what belongs to another tool under `[x.*]`.

        Example:
            [tasks.label]
            depnds_on = ["collect"]
    """),
    elsewhere("AIP004", "wrong-type", "error", "reading", """
        A value does not fit its key.

        What: text where a number is wanted, a date in quotes, a word that is none of the choices, an id that is none.
        Why: the value is left out, so the plan says something else than its author meant.
        Fix: write what the message asks for.

        Example:
            started = "2026-01-05"     # a date stands without quotes
    """),
    elsewhere("AIP005", "format-version", "error", "reading", """
        The file does not say its format, or says one that this version does not read.

        What: `format = 1` is missing (a warning) or another number stands there.
        Why: a later format may mean other things by the same words.
        Fix: write `format = 1` at the top (`aiplan check --fix` does), or install the version of aiplan that wrote the
            file.

        Example:
            format = 2
    """, fixable=True),
    elsewhere("AIP006", "missing-key", "error", "reading", """
        A key without which a table says nothing is missing.

        What: for instance `title` of work, `better` of a metric, `start` of the project.
        Why: others cannot know what is meant, and computations have to guess.
        Fix: add the key.

        Example:
            [metrics.accuracy]
            title = "Accuracy"         # better = "higher" is missing
    """),
)  # fmt: skip
