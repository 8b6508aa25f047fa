"""Officers, rosters, organisations, and who may be whom."""
