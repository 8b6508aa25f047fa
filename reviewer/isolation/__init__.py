"""This side of the wall: frames, limits, the workers and the sandbox they run in."""
