"""Keep officers and organisations: roster, aliases, merges, an officer's page."""
