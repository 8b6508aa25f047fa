"""Interviews: outline, exhibits, what happened and what came of it."""
