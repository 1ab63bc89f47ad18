"""`make docs`: one page per rule of `aiplan check` in docs/rules, made of its docstring, and a list of them all.

With --check it writes nothing and says what is missing, stale or left over, fixtures included.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from aiplan.core.checks import RULES, Rule

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "rules"
FIXTURES = ROOT / "tests" / "fixtures" / "rules"

FAMILIES: Mapping[str, str] = {
    "AIP0": "The file",
    "AIP1": "Identity and references",
    "AIP2": "Schedule and progress",
    "AIP3": "AI: gates, experiments, assessments, data, launch",
    "AIP4": "Goals, risks, insights, decisions",
    "AIP5": "Style",
    "AIP9": "Comments that pass findings over",
}
"""Beginning of a code → what the family is about."""

_NOTE = "<!-- Made by `make docs` from the docstring of the rule; changes belong there. -->\n\n"
_FOUND = {
    "check": "Found by `aiplan check`, and shown by every command and in the interface.",
    "reading": "Found while the file is read.",
    "schedule": "Found while the schedule is computed.",
    "comparison": "Found by `aiplan check --base REV`, which compares the plan with an earlier revision.",
    "suppression": "Found when comments are matched with what they pass over.",
}


def main() -> None:
    """Write the pages, or say what is wrong with them."""
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is to be written")
    if parser.parse_args().check:
        wrong = list(complaints(PAGES, FIXTURES))
        print("\n".join(wrong) or f"{PAGES.relative_to(ROOT)}: {len(RULES)} pages are up to date")
        raise SystemExit(1 if wrong else 0)
    PAGES.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in PAGES.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (PAGES / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Return every page: name of its file → text."""
    return {"README.md": _index()} | {f"{rule.code}.md": page(rule) for rule in RULES}


def page(rule: Rule) -> str:
    """Return the page of a rule in Markdown."""
    text, _, example = rule.page.partition("\nExample:\n")
    title, *parts = [line for line in text.splitlines() if line]
    facts = [f"Severity: {rule.severity}.", _FOUND[rule.found_by]]
    if rule.time_dependent:
        facts.append("It speaks when days pass, so it is run only where the plan has an `as_of`, or with `--as-of`.")
    if rule.forecast:
        facts.append(
            "Without `as_of` it judges the plan on its last recorded day, so that no commit turns red by night."
        )
    if rule.fixable:
        facts.append("`aiplan check --fix` mends it where that cannot be wrong.")
    body = [f"**{name}.** {said[:1].upper()}{said[1:]}" for name, _, said in (part.partition(": ") for part in parts)]
    lines = "\n".join(line.removeprefix("    ") for line in example.splitlines())
    blocks = [
        f"# {rule.code} {rule.name}", title, *body, f"```toml\n{lines}\n```", " ".join(facts), "[All rules](README.md)",
    ]  # fmt: skip
    return _NOTE + "\n\n".join(blocks) + "\n"


def _index() -> str:
    blocks = [
        "# Rules of `aiplan check`",
        f"{len(RULES)} rules. A code never changes its meaning. `aiplan explain CODE` prints its page.",
        "A comment passes a finding over, on the line of a key, or above the header of a table:",
        "```toml\ndeadline = 2026-05-15  # aiplan: ignore[AIP201] until=2026-06-01 vendor contract\n```",
    ]
    for beginning, about in FAMILIES.items():
        rows = [
            f"| [{r.code}]({r.code}.md) | {r.name} | {r.severity} | {'fix' if r.fixable else ''} | {r.title} |"
            for r in RULES
            if r.code.startswith(beginning)
        ]
        table = ["| code | name | severity | | |", "|---|---|---|---|---|", *rows]
        blocks += [f"## {beginning}xx {about}", "\n".join(table)]
    return _NOTE + "\n\n".join(blocks) + "\n"


def complaints(folder: Path, fixtures: Path) -> Iterator[str]:
    """Yield what is missing, stale or left over among the pages in `folder` and the plans in `fixtures`."""
    wanted = pages()
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: the page is missing; make docs writes it"
        elif path.read_text(encoding="utf-8") != text:
            yield f"{name}: the page is not what the docstring says; make docs writes it"
    for path in sorted(folder.glob("*")):
        if path.name not in wanted:
            yield f"{path.name}: the page of no rule"
    codes = {rule.code for rule in RULES}
    for code in sorted(codes):
        if not (fixtures / f"{code}.toml").is_file():
            yield f"{code}: no plan in {fixtures.name} triggers it"
    for path in sorted(fixtures.glob("*")):
        if path.name.partition(".")[0] not in codes:
            yield f"{path.name}: the plan of no rule"


if __name__ == "__main__":
    main()
