"""Take evidence in, account for it, look at items and hand their originals out."""
