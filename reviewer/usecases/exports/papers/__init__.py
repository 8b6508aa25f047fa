"""Papers that go beside the exhibits: the account of the evidence, and the logs of what is withheld and redacted."""
