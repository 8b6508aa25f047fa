"""Set the papers of an interview as PDF: the binder to work from, and the record of what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
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


def rewritten(paper: InterviewPaper, change: Callable[[str], str]) -> InterviewPaper:
    """The paper with every text of it changed in the same way; its pictures stay, and by what names they are found."""

    def cite(said: PaperCite) -> PaperCite:
        return replace(said, name=change(said.name), says=change(said.says))

    def question(said: PaperQuestion) -> PaperQuestion:
        return replace(said, text=change(said.text), answer=change(said.answer), cites=tuple(map(cite, said.cites)))

    def exhibit(shown: PaperExhibit) -> PaperExhibit:
        sheets = tuple(replace(each, text=change(each.text)) for each in shown.sheets)
        title, sender, remark = map(change, (shown.title, shown.sender, shown.remark))
        return replace(shown, sheets=sheets, title=title, sender=sender, remark=remark)

    def notice(said: PaperNotice) -> PaperNotice:
        return replace(said, text=change(said.text), reviewer=change(said.reviewer), remark=change(said.remark))

    return replace(
        paper,
        title=change(paper.title),
        reference=change(paper.reference),
        confidentiality=change(paper.confidentiality),
        name=change(paper.name),
        serial=change(paper.serial),
        rank=change(paper.rank),
        place=change(paper.place),
        reviewers=tuple(map(change, paper.reviewers)),
        participants=tuple((change(name), change(role)) for name, role in paper.participants),
        notices=tuple(map(notice, paper.notices)),
        topics=tuple(
            replace(each, title=change(each.title), questions=tuple(map(question, each.questions)))
            for each in paper.topics
        ),
        exhibits=tuple(map(exhibit, paper.exhibits)),
        points=tuple((concern, at, change(text)) for concern, at, text in paper.points),
        shown=tuple((at, change(text)) for at, text in paper.shown),
    )


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
