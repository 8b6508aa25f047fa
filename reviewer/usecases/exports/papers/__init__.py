"""Papers beside the exhibits: the account and the manifest of the evidence, and the logs of what stays of it."""
