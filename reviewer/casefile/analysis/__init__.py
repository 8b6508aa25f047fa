"""What the analysis of the evidence has found: duplicates, threads, near-duplicates."""
