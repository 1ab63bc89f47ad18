"""The command line: `aiplan` and `python -m aiplan`."""

from __future__ import annotations

import sys

from aiplan import __version__

# What type checkers take for `typing.TYPE_CHECKING`, without importing it: `--version` costs what Python costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

GC_THRESHOLD = 1_000_000
"""A plan of 10,000 activities is read a quarter faster when its objects are not looked through again and again."""


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code of the command line `argv` (without the program's name; by default `sys.argv`)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):  # answered before anything else is imported
        print(f"aiplan {__version__}")  # noqa: T201
        return 0
    if argv is not None:
        return _run(words)
    import gc
    import os

    gc.set_threshold(GC_THRESHOLD)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is meant, and looking for them takes time
    code = _run(words)
    gc.freeze()  # else Python looks through every object once more as it leaves, a sixth of what a command takes
    return code


def _run(words: list[str]) -> int:
    from aiplan.cli.main import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
