"""From a plan to its schedule (the public face of the engine)."""
