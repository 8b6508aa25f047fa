"""The analysis on the command line: duplicates and threads."""
