"""Items, what a reader says of them, and the account of what was taken in."""
