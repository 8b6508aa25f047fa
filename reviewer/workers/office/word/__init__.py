"""Readers of Word and RTF documents."""
