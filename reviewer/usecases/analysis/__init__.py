"""Analyse the evidence: duplicates, threads, near-duplicates, who wrote to whom."""
