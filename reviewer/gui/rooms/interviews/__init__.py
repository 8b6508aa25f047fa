"""The Interviews room: prepare interviews, hold them full screen, and what comes after."""
