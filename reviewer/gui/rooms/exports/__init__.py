"""The Exports room: the findings report, and what was exported before."""
