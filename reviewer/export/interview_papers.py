"""Set the papers of an interview as PDF: the binder to work from, and the record of what was answered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

from reviewer.domain.exports.agency import NOBODY, Agency
from reviewer.export.shown import showable
from reviewer.export.typeset import letterhead, set_values


@dataclass(frozen=True, slots=True)
class PaperCite:
    """What a question cites. ``exhibit`` is its exhibit's number, 0 for none; ``page`` the exhibit's page, 0 for none.

    ``sheet`` names the page of the binder that shows it, empty where none does.
    """

    name: str
    says: str
    exhibit: int = 0
    page: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question as it is printed, with its answer where it has one. ``at`` is the time since the start."""

    number: str
    text: str
    cites: tuple[PaperCite, ...] = ()
    answer: str = ""
    reply: str = ""
    at: str = ""
    compelled: bool = False


@dataclass(frozen=True, slots=True)
class PaperTopic:
    """A topic as it is printed."""

    number: int
    title: str
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True)
class PaperNotice:
    """A line of the checklist; ``ticked`` is UTC, empty while it is open."""

    text: str
    mandatory: bool
    reviewer: str
    ticked: str
    remark: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of an exhibit as a picture: the name of its SVG, and its words for who cannot see it."""

    key: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class PaperExhibit:
    """An exhibit as it is printed; ``remark`` says what of it is not shown here."""

    number: int
    control: str
    title: str
    date: str
    sender: str
    pages: int
    remark: str
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class InterviewPaper:
    """What a binder or a record says. ``made`` is UTC; the same values give the same bytes.

    ``breaks`` are pairs of times since the start, ``shown`` what was shown when, in words.
    """

    title: str
    reference: str
    made: str
    confidentiality: str
    program: str
    interview: int
    name: str
    serial: str
    rank: str
    state: str
    planned: str
    place: str
    started: str
    ended: str
    compelled: bool
    reviewers: tuple[str, ...]
    participants: tuple[tuple[str, str], ...]
    notices: tuple[PaperNotice, ...]
    topics: tuple[PaperTopic, ...]
    exhibits: tuple[PaperExhibit, ...] = ()
    points: tuple[tuple[str, str, str], ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    agency: Agency = NOBODY


def set_binder(paper: InterviewPaper, template: Path, fonts: Path | None = None) -> bytes:
    """The binder as PDF bytes. ``template`` holds ``interview_binder.typ``; ExportError when it cannot be set."""
    return set_values("interview_binder.typ", _plain(paper), template, fonts, paper.made, pictures=paper.pictures)


def set_record(paper: InterviewPaper, template: Path, fonts: Path | None = None) -> tuple[bytes, dict[str, str]]:
    """The record as PDF bytes, and each answer as it stands there, by the number of its question."""
    values, _, _ = showable(_plain(paper), fonts)
    answers = {each["number"]: each["answer"] for topic in values["topics"] for each in topic["questions"]}
    return set_values("interview_record.typ", values, template, fonts, paper.made), answers


def _plain(paper: InterviewPaper) -> dict[str, object]:
    values = asdict(paper)
    del values["pictures"]
    values["agency"] = letterhead(paper.agency)
    return values
