"""The case file as such: encrypted connection, acts and their trail, undo, verification, migrations."""
