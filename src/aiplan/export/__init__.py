"""Documents made from a plan: Markdown, Mermaid."""
