"""Productions: what was numbered for whom, delivered and recalled."""
