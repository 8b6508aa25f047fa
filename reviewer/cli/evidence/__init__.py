"""Evidence on the command line: intakes and items."""
