"""Take evidence into a case: every file found, read, kept, and accounted for."""

from __future__ import annotations

from reviewer.usecases.intake.retrying import Retried, retry
from reviewer.usecases.intake.taking import add, report

__all__ = ["Retried", "add", "report", "retry"]
