"""What a plan file contains: frozen models, ids, durations, dependencies, edits."""
