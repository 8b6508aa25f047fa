"""Officers, organisations and rosters."""
