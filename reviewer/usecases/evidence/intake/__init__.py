"""Take evidence into a case: every file found, read, kept, and accounted for."""

from __future__ import annotations

from reviewer.usecases.evidence.intake.intake_run import add, report
from reviewer.usecases.evidence.intake.retrying import Retried, retry

__all__ = ["Retried", "add", "report", "retry"]
