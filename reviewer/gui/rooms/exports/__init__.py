"""The Exports room: the findings report, productions and their bundles, what was exported before."""
