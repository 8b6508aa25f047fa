"""What exports say of exhibits and of the intake, as plain values that know nothing of the case file."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.exports.agency import Agency


@dataclass(frozen=True, slots=True)
class ExhibitRow:
    """A line of the index. ``file`` is relative to the report; hashes are hexadecimal SHA-256.

    ``remark`` says what was left out of the copy, or what is unusual about its pages.
    """

    number: int
    file: str
    control: str
    title: str
    date: str
    sender: str
    pages: int
    sha256: str
    original_sha256: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A container, or several messages together, and what became of what it holds. ``messages`` are how many."""

    name: str
    control: str
    declared: int
    extracted: int
    failed: int
    duplicates: int
    messages: int = 0


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A file or member that could not be read, or only in part, and why."""

    path: str
    control: str
    reason: str


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """Who took in what, when (UTC), from which media, with which version of the program.

    ``limits`` tells of limits on archives that were not as usual, in words.
    """

    number: int
    started: str
    finished: str
    state: str
    reviewer: str
    program: str
    custodian: str
    source: str
    media: tuple[str, ...]
    files: int
    bytes: int
    items: int
    failed: int
    limits: str = ""


@dataclass(frozen=True, slots=True)
class IntakeSection:
    """How the evidence was taken in: container by container, with every failure by name."""

    totals: IntakeRow
    containers: tuple[IntakeRow, ...]
    failures: tuple[FailureRow, ...]
    partial: tuple[FailureRow, ...]
    custody: tuple[CustodyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """The account of the evidence by itself, for the bundle; ``made`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ``."""

    title: str
    reference: str
    made: str
    reviewers: tuple[str, ...]
    program: str
    intake: IntakeSection
    agency: Agency


@dataclass(frozen=True, slots=True)
class Withheld:
    """Things of one kind that were left out, or that rest on what was, by their numbers alone."""

    what: str
    numbers: tuple[str, ...]
