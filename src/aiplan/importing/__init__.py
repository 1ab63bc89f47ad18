"""Plans out of what others leave behind: spreadsheets and Mermaid charts."""
