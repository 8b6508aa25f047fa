"""Originals, items, intakes and what still waits for its members."""
