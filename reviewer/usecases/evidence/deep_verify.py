"""Verify a case deeply: derive the texts and facts of its items again from their originals, and the index of words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reviewer.casefile.engine import opening
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.evidence import position_check
from reviewer.casefile.verification import verify
from reviewer.casefile.verification.verify import CheckedPart, FurtherCheck, Report
from reviewer.domain.progress import Progress, Quiet
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import rereading


def parts(path: Path, key: Key, workers: Workers, progress: Progress | None = None) -> tuple[CheckedPart, ...]:
    """What the other parts of a verification do not see: texts, facts or an index that were written anew and sealed.

    Nothing is written. NoSandboxError where readers have none and nobody said to read all the same; CancelledError.
    """
    workers.check_walled()
    folder = path.absolute().parent
    workers.spools.folder = folder if os.access(folder, os.W_OK) else None
    checks: Mapping[str, FurtherCheck] = {
        "items read again": lambda case, shown, apart: rereading.items_again(case, workers, shown, apart),
        "pages read again": lambda case, shown, apart: rereading.pages_again(case, workers, shown, apart),
        "positions of words": lambda case, shown, _apart: position_check.check(case, shown),
    }
    return verify.further(path, key, checks, progress or Quiet())


def deepened(report: Report, path: Path, key: Key, workers: Workers, progress: Progress | None = None) -> Report:
    """A verification with these parts as well."""
    return replace(report, parts=(*report.parts, *parts(path, key, workers, progress)))


def deepened_open(case: Case, report: Report, workers: Workers, progress: Progress | None = None) -> Report:
    """The same of a case that this process has open; on any thread, as nothing is written."""
    return deepened(report, case.path, opening.key_of(case), workers, progress)
