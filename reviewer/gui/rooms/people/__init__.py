"""The People room: officers, and all passages about one of them in order of time."""
