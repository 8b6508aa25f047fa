"""What helps to read an item beside its pages: which of its words are of earlier messages."""
