"""Making exhibits of PDFs: stamped, redacted, bound, freed of what no page shows, and searched for what must stay."""
