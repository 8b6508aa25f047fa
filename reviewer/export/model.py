"""What a findings report says, as plain values: nothing here knows of the case file or of how the report is set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TagLabel:
    """A tag as it stands beside a quote. ``color`` is ``#RRGGBB``."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A reviewer's note and who wrote it."""

    text: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A passage with its context and its pin cite.

    ``quote``, ``before`` and ``after`` are as on the page; ``exhibit`` is the exhibit's number and ``page`` its page,
    both from 1; ``date`` is UTC or empty. ``roles`` say what the officer of the section has to do with it, and how sure
    that is. ``read_by`` says that a machine read the words, and whether that is in doubt.
    """

    quote: str
    before: str
    after: str
    exhibit: int
    page: int
    control: str
    date: str
    sender: str
    subject: str
    tags: tuple[TagLabel, ...] = ()
    roles: tuple[str, ...] = ()
    notes: tuple[ReportNote, ...] = ()
    reviewer: str = ""
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class OfficerSection:
    """An officer and the passages linked to them, in order of time."""

    name: str
    serial: str
    rank: str
    unit: str
    station: str
    notes: tuple[ReportNote, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class GroundRow:
    """What speaks for or against an element, in words, and where it stands: (exhibit, page), both from 1."""

    words: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element of a clause, with what speaks for and against it, or that this was looked for and not found."""

    number: int
    text: str
    speaks_for: tuple[GroundRow, ...]
    against: tuple[GroundRow, ...]
    looked_for: str
    looked_against: str
    explanation: str


@dataclass(frozen=True, slots=True)
class FindingSection:
    """An allegation and how it ends. ``outcome`` is empty while there is no finding; ``steps`` are who did what, when.

    ``look_again`` says what the finding rests on and is not as it was.
    """

    number: int
    officer: str
    serial: str
    clause: str
    act: str
    period: str
    vendor: str
    outcome: str
    definition: str
    state: str
    standard: str
    exemption: str
    reason: str
    steps: tuple[str, ...]
    look_again: tuple[str, ...]
    elements: tuple[ElementRow, ...]


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
    """A container, or several of one kind together, and what became of what it holds."""

    name: str
    control: str
    declared: int
    extracted: int
    failed: int
    duplicates: int


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
    """The account of the evidence by itself, for the bundle; ``made`` as in :class:`Report`."""

    title: str
    reference: str
    made: str
    reviewers: tuple[str, ...]
    program: str
    intake: IntakeSection


@dataclass(frozen=True, slots=True)
class Withheld:
    """Things of one kind that were left out, or that rest on what was, by their numbers alone."""

    what: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. ``made`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ``; the same values give the same bytes.

    ``withheld`` is empty unless compelled statements were to be left out. ``final`` says that it is no draft: then no
    finding in it has to be looked at again.
    """

    title: str
    reference: str
    made: str
    reviewers: tuple[str, ...]
    confidentiality: str
    program: str
    intake: IntakeSection
    findings: tuple[FindingSection, ...]
    officers: tuple[OfficerSection, ...]
    unlinked: tuple[Cite, ...]
    exhibits: tuple[ExhibitRow, ...]
    quotes_checked: int
    withheld: tuple[Withheld, ...] = ()
    final: bool = False
