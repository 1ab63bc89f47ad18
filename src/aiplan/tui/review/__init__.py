"""The review view: what has changed since an earlier version, what moves because of it, and how milestones moved."""
