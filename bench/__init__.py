"""How fast and how large aiplan is, each number beside a yardstick measured in the same run."""
