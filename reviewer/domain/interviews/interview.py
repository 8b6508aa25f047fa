"""Interviews: with whom, what is asked and shown, what has to be said beforehand, and what was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from reviewer.domain.ids import ItemId, OfficerId, PassageId
from reviewer.domain.policy.clause import day
from reviewer.errors import InputError, NotFoundError

InterviewId = NewType("InterviewId", int)
TopicId = NewType("TopicId", int)
QuestionId = NewType("QuestionId", int)
ExhibitId = NewType("ExhibitId", int)
NoticeId = NewType("NoticeId", int)
AnswerId = NewType("AnswerId", int)

_NUMBER = re.compile(r"(\d{1,4})\.(\d{1,4})", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


class State(StrEnum):
    """How far an interview is. It is held from its start on; ``closed`` says that nothing is to be added any more."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"


class Reply(StrEnum):
    """How an answer stands to what the evidence says; ``OPEN`` where nobody has said."""

    OPEN = ""
    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"
    NO_RECALL = "does not recall"
    DECLINES = "declines"


class Cited(StrEnum):
    """What a question can be about."""

    PASSAGE = "passage"
    BENEFIT = "benefit"
    ENDORSEMENT = "endorsement"
    ITEM = "item"


class Medium(StrEnum):
    """What an item of evidence is to an interview."""

    TRANSCRIPT = "transcript"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part: interviewer, representative, whoever else; the role is the agency's own word."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be said or settled before the first question.

    ``ticked`` is when (UTC) ``reviewer`` said that it was; both are empty while it is open.
    """

    id: NoticeId
    text: str
    mandatory: bool
    reviewer: str = ""
    ticked: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A line of the agency's list of notices."""

    text: str
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """What a question is about: a passage, an entry of the ledger, an item.

    ``says`` and ``where`` are for people; ``items`` are the items that it stands in. ``gone`` says that it is no more,
    ``withheld`` that it may not leave the case, and then ``says`` why.
    """

    kind: Cited
    target: int
    says: str = ""
    where: str = ""
    items: tuple[ItemId, ...] = ()
    gone: bool = False
    withheld: bool = False

    @property
    def name(self) -> str:
        """``passage:12``, as it is written."""
        return f"{self.kind.value}:{self.target}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, ``seconds`` after the start, and how it stands to the evidence.

    ``compelled`` is None where it is as the interview. ``passage`` is where the record or the transcript has it,
    ``heard`` the seconds from the start of the recording.
    """

    id: AnswerId
    text: str
    reply: Reply
    seconds: int
    compelled: bool | None
    passage: PassageId | None
    heard: int | None
    reviewer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``number`` is topic and place in it, both from 1: ``2.1``."""

    id: QuestionId
    number: str
    text: str
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the outline, counted from 1, with its questions in order."""

    id: TopicId
    number: int
    title: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item to be shown, by its number in this interview."""

    id: ExhibitId
    number: int
    item: ItemId
    control: str
    title: str


@dataclass(frozen=True, slots=True)
class Showing:
    """That an exhibit was shown, or was not, ``seconds`` after the start; at which question, empty where not said."""

    exhibit: int
    shown: bool
    seconds: int
    question: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note taken ``seconds`` after the start; ``question`` is empty where it belongs to none."""

    id: int
    seconds: int
    text: str
    question: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Break:
    """A break, in seconds since the start; ``end`` is None while it lasts."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview with all that belongs to it.

    ``officer`` and ``serial`` are those of an officer, None and empty for anybody else. ``planned`` is a local day, or
    day and time; ``started`` and ``ended`` are UTC. ``transcript``, ``recording`` and ``record`` are items of evidence.
    """

    id: InterviewId
    officer: OfficerId | None
    serial: str
    name: str
    state: State
    planned: str
    place: str
    compelled: bool
    started: str
    ended: str
    closing: str
    transcript: ItemId | None
    recording: ItemId | None
    record: ItemId | None
    reviewer: str
    created: str
    participants: tuple[Participant, ...] = ()
    notices: tuple[Notice, ...] = ()
    topics: tuple[Topic, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    notes: tuple[Remark, ...] = ()
    showings: tuple[Showing, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def title(self) -> str:
        """“Interview 3 with Lee Moore”."""
        return f"Interview {self.id} with {self.name}"

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return bool(self.started) and not self.ended

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(each for topic in self.topics for each in topic.questions)

    @property
    def on_break(self) -> bool:
        """Whether a break has begun and not ended."""
        return any(each.end is None for each in self.breaks)

    def topic(self, number: int) -> Topic:
        """The topic of a number, from 1; NotFoundError when there is none."""
        if not 1 <= number <= len(self.topics):
            raise NotFoundError(f"interview {self.id} has no topic {number}", f"It has {len(self.topics)}, from 1.")
        return self.topics[number - 1]

    def question(self, number: str) -> Question:
        """The question of a number such as ``2.1``; NotFoundError when there is none, InputError for no number."""
        place(number)
        found = next((each for each in self.questions if each.number == number.strip()), None)
        if found is None:
            raise NotFoundError(f"interview {self.id} has no question {number}")
        return found

    def exhibit(self, number: int) -> Exhibit:
        """The exhibit of a number; NotFoundError when there is none."""
        found = next((each for each in self.exhibits if each.number == number), None)
        if found is None:
            raise NotFoundError(f"interview {self.id} has no exhibit {number}")
        return found

    def exhibit_of(self, item: ItemId) -> int | None:
        """The exhibit number of an item, None when it is no exhibit."""
        return next((each.number for each in self.exhibits if each.item == item), None)

    def is_compelled(self, answer: Answer) -> bool:
        """Whether an answer was compelled: as it says itself, else as the interview."""
        return self.compelled if answer.compelled is None else answer.compelled

    @property
    def has_compelled(self) -> bool:
        """Whether it, or any answer in it, is marked compelled."""
        return self.compelled or any(each.answer is not None and each.answer.compelled for each in self.questions)

    @property
    def open_notices(self) -> tuple[Notice, ...]:
        """The mandatory notices that nobody has ticked."""
        return tuple(each for each in self.notices if each.mandatory and not each.ticked)

    def seconds(self, moment: str) -> int:
        """The seconds from the start to a moment (UTC); InputError before the start and for what is no moment."""
        if not self.started:
            raise InputError(f"interview {self.id} has not begun", "`reviewer interview start CASE N` begins it.")
        passed = int((_utc(moment) - _utc(self.started)).total_seconds())
        if passed < 0:
            raise InputError(f"{moment} is before the interview began ({self.started})")
        return passed


def place(number: str) -> tuple[int, int]:
    """Topic and question of a number such as ``2.1``; InputError for anything else."""
    found = _NUMBER.fullmatch(number.strip())
    if found is None:
        raise InputError(f"“{number}” is no number of a question", "Topic and question, from 1, as in 2.1.")
    return int(found[1]), int(found[2])


def planned_moment(text: str) -> str:
    """A local day or day and time as it is kept, or empty; InputError for anything else."""
    text = text.strip()
    if "T" not in text and " " not in text:
        return day(text)
    text = text.replace(" ", "T", 1)
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)  # noqa: TRY301 - one message for all that is no moment
        datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"“{text}” is no day and time", "Write YYYY-MM-DD, or YYYY-MM-DDTHH:MM.") from error
    return text


def moment(text: str) -> str:
    """A moment in UTC as ``YYYY-MM-DDTHH:MM:SSZ``; InputError for anything else."""
    return _utc(text.strip()).strftime("%Y-%m-%dT%H:%M:%SZ")


def moved(count: int, start: int, to: int) -> list[int]:
    """The order, as old numbers from 1, of ``count`` things once one is moved to another place.

    InputError when there is nothing at ``start``, or ``to`` is no place among them.
    """
    for number in (start, to):
        if not 1 <= number <= count:
            raise InputError(f"there is no place {number} among {count}", "Places are counted from 1.")
    order = [number for number in range(1, count + 1) if number != start]
    order.insert(to - 1, start)
    return order


def clock(seconds: int) -> str:
    """Seconds as ``1:02:03``."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cited(text: str) -> tuple[Cited, str]:
    """What ``12``, ``passage:12``, ``benefit:3``, ``endorsement:4`` or ``item:ABC-000001`` names; InputError else."""
    kind, colon, rest = text.strip().partition(":")
    try:
        return (Cited(kind.casefold()), rest.strip()) if colon else (Cited.PASSAGE, kind)
    except ValueError as error:
        raise InputError(
            f"“{text}” cannot be cited", "Write a passage's number, or benefit:3, endorsement:4, item:ABC-000001."
        ) from error


def _utc(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError as error:
        raise InputError(f"“{text}” is no moment", "Write it in UTC, as in 2021-07-01T17:00:00Z.") from error
