"""The account of the evidence for the bundle: as values for the report, and as a PDF of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.evidence.account import Container, Counts, Failure, total
from reviewer.domain.evidence.custody import IntakeRecord
from reviewer.domain.evidence.item import control_number
from reviewer.export.model import AccountSheet, CustodyRow, FailureRow, IntakeRow, IntakeSection
from reviewer.export.new_file import write_new
from reviewer.export.report import set_account
from reviewer.usecases.evidence import custody, intake


def write(case: Case, out: Path, *, reviewer: str) -> None:
    """Write the account as a PDF, to a file that must not exist yet; StorageError or ExportError when it cannot be."""
    kept = record(case)
    sheet = AccountSheet(
        kept.title, kept.reference, clock.now(), (reviewer,), f"Evidence Reviewer {__version__}", intake_section(case)
    )
    write_new(out, set_account(sheet, resource("report"), resource("fonts")))


def _messages(case: Case) -> frozenset[str]:
    """The control numbers of messages that hold something."""
    prefix = items.prefix(case)
    return frozenset(control_number(prefix, item) for item in items.messages_with_members(case))


def intake_section(case: Case) -> IntakeSection:
    """Media and mailboxes one by one; messages with attachments, of which there may be thousands, as one line.

    A message that does not add up always has its own line; what failed is named in the list of failures.
    """
    account, messages = intake.report(case), _messages(case)
    alone: list[Container] = []
    together: list[Container] = []
    for container in account.containers:
        plain = container.control in messages and not container.counts.missing
        (together if plain else alone).append(container)
    rows = [_row(container.name, container.control, container.counts) for container in alone]
    if together:
        name = "1 message with attachments" if len(together) == 1 else f"{len(together):,} messages with attachments"
        rows.append(_row(name, "", total(container.counts for container in together)))
    return IntakeSection(
        _row("All", "", account.totals),
        tuple(rows),
        _failures(account.failures),
        _failures(account.partial),
        tuple(_custody(each) for each in custody.records(case)),
    )


def _row(name: str, control: str, counts: Counts) -> IntakeRow:
    return IntakeRow(name, control, counts.declared, counts.extracted, counts.failed, counts.duplicates)


def _failures(found: Iterable[Failure]) -> tuple[FailureRow, ...]:
    return tuple(FailureRow(failure.path, failure.control, failure.reason) for failure in found)


def _custody(found: IntakeRecord) -> CustodyRow:
    media = tuple(f"{path} on {medium}" if medium else path for path, medium in found.media)
    return CustodyRow(
        found.id, found.started, found.finished, found.state, found.reviewer, found.program, found.custodian,
        found.source, media, found.files, found.bytes, found.items, found.failed, _later(found),
    )  # fmt: skip


def _later(found: IntakeRecord) -> str:
    """Limits on archives that were not as usual, and that something was tried again since."""
    told = [
        f"{when}: {', '.join(f'{name} {value:,}' for name, value in limits)}"
        for when, limits in (("on archives", found.limits), ("on archives when tried again", found.limits_later))
        if limits
    ]
    if found.tried_again:
        told.append(f"tried again, at last {found.tried_again}; the counts are those of now")
    return "; ".join(told)
