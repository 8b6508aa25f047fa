"""What was numbered for whom, delivered and recalled; what is redacted."""
