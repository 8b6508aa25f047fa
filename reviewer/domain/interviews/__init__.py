"""Interviews and what they should clear up."""
