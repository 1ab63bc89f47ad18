"""Widgets: each draws one part of the state and posts messages upward."""
