"""The case file as such: encrypted connection, acts with their trail and seals, undo, migrations."""
