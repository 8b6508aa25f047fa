"""Pages on the command line: passages, tags, notes, marks and recognised text."""
