"""The rows of the table: one module a family, each with `rows(folder) -> Iterator[Row]`."""
