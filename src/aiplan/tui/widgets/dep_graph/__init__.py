"""The network of dependencies as a layered map, drawn line by line."""
