"""Interviews on the command line."""
