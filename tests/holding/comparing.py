"""What a case holds, in a form in which two cases can be compared, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.verification.verify import verify
from reviewer.usecases.evidence import intake


class Entry(NamedTuple):
    """One item as it must come out of every intake of the same files; hashes are hexadecimal, empty for none."""

    item: int
    path: str
    folder: str
    name: str
    sha256: str
    kind: str
    state: str
    reason: str
    parent: str
    position: int
    duplicate_of: int


def entries(case: Case) -> list[Entry]:
    """All items, in the order of their control numbers."""
    rows = case.rows(
        """SELECT item.id, item.path, item.folder, item.name, coalesce(lower(hex(content.sha256)), '') AS digest,
                  item.kind, item.state, item.reason, coalesce(lower(hex(above.sha256)), '') AS parent_digest,
                  item.position, coalesce(item.duplicate_of, 0) AS first
           FROM item LEFT JOIN content ON content.id = item.content
           LEFT JOIN item AS holder ON holder.id = item.parent LEFT JOIN content AS above ON above.id = holder.content
           ORDER BY item.id"""
    )
    return [Entry(*row) for row in rows]


def faults(path: Path, key: Key) -> list[str]:
    """Everything by which the account, the index, the trail or a byte of a closed case is not as it should be."""
    with open_case(path, key) as case:
        account = intake.report(case)
        found = [f"the account of {gap.name} does not add up: {gap.counts}" for gap in account.gaps]
        pending = case.value("SELECT count(*) FROM source_file WHERE state = 'pending'")
        found += [f"{pending} files are still to be taken in"] if pending else []
        audit.check_chain(case)
    report = verify(path, key)
    return found + [f"{part.name}: {finding}" for part in report.parts for finding in part.findings]
