"""What a case says of itself: its one row of title, reference and origin."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.errors import DamagedError


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The case's title, reference and uuid; when (UTC) and by whom it was created; the version of its format."""

    uuid: str
    title: str
    reference: str
    created: str
    created_by: str
    format_version: int


def record(case: Case) -> CaseRecord:
    """The record of a case; DamagedError when there is none."""
    row = case.row("SELECT uuid, title, reference, created, created_by FROM case_record")
    if row is None:
        raise DamagedError("the case has no record of itself", "Restore it from a copy.")
    return CaseRecord(
        uuid=row["uuid"],
        title=row["title"],
        reference=row["reference"],
        created=row["created"],
        created_by=row["created_by"],
        format_version=int(case.value("PRAGMA user_version")),
    )
