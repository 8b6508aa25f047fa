"""People on the command line: officers, aliases and organisations."""
