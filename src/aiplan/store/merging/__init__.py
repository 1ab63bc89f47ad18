"""Three-way merge of plan files as text: table by table, key by key, entry by entry.

Loads neither pydantic nor networkx nor tomlkit: git calls it once for every commit of a rebase.
"""
