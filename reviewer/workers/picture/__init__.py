"""Pictures: what they tell about themselves, and a page for each of theirs."""
