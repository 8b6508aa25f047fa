"""Redactions: proposed, decided, found again elsewhere, and carried out on what leaves."""
