"""Evidence Reviewer: review e-mails and documents as evidence, from one encrypted case file."""

__version__ = "0.1.0"
