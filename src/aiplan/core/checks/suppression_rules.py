"""AIP9xx: comments that pass findings over. Found when findings are settled; their pages and severities stand here."""

from __future__ import annotations

from aiplan.core.checks.rule import Rule, elsewhere

RULES: tuple[Rule, ...] = (
    elsewhere("AIP901", "unused-suppression", "warning", "suppression", """
        A comment passes over a finding that is not there.

        What: a code in `# aiplan: ignore[…]` is not found at what the comment covers: the key on its line or below
            it, or the table whose header it stands above. Codes of rules that were not run are left alone.
        Why: what it excused is gone; the next finding of that kind would be hidden without anybody having agreed.
        Fix: `aiplan check --fix` removes the code, and the comment where no code is left; or move it to the right line.

        Example:
            duration = "5d"    # aiplan: ignore[AIP213] the vendor works as one team
    """, fixable=True),
    elsewhere("AIP902", "suppression-without-reason", "warning", "suppression", """
        A comment passes a finding over and does not say why.

        What: nothing stands behind the codes in `# aiplan: ignore[…]`. The finding is passed over all the same.
        Why: whoever reads it later cannot tell whether it was decided or was in the way.
        Fix: write the reason behind it, best with `until=` and a date.

        Example:
            deadline = 2026-05-15      # aiplan: ignore[AIP201]
    """),
    elsewhere("AIP903", "suppression-expired", "warning", "suppression", """
        A comment passed a finding over until a day that is gone.

        What: `until` lies before the data date. The finding counts again.
        Why: somebody said by when it would be settled.
        Fix: settle the finding and remove the comment, or agree on a new date.

        Example:
            [project]
            as_of = 2026-06-02
            [tasks.integrate]
            deadline = 2026-05-15      # aiplan: ignore[AIP201] until=2026-06-01 vendor contract
    """, time_dependent=True),
    elsewhere("AIP904", "unreadable-suppression", "warning", "suppression", """
        A comment wants to pass something over and cannot be understood.

        What: no code in brackets, a code that does not exist or cannot be passed over, or an `until` that is no date.
            Merge conflicts, files that are not TOML, and findings about such comments cannot be passed over.
        Why: it has no effect, while its author believes that it has.
        Fix: write `# aiplan: ignore[AIP201] until=2026-06-01 the reason`; several codes stand between commas.

        Example:
            deadline = 2026-05-15      # aiplan: ignore the vendor is late
    """),
)  # fmt: skip
