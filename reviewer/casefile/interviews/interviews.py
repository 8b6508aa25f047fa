"""Interviews: with whom, participants, notices, the outline and its exhibits, and all of it read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interview_citations
from reviewer.domain import clock
from reviewer.domain.ids import ItemId, OfficerId, PassageId
from reviewer.domain.interviews.interview import (
    Answer,
    AnswerId,
    Break,
    Exhibit,
    ExhibitId,
    Interview,
    InterviewId,
    Notice,
    NoticeId,
    NoticeLine,
    Participant,
    Question,
    QuestionId,
    Remark,
    Reply,
    Showing,
    State,
    Topic,
    TopicId,
)
from reviewer.errors import NotFoundError

_PARTS = ("interview_participant", "interview_notice", "interview_exhibit")


def listed(case: Case) -> list[Interview]:
    """All interviews, in the order they were planned."""
    return _load(case, "")


def of_officer(case: Case, officer: OfficerId) -> list[Interview]:
    """The interviews of an officer."""
    return _load(case, "WHERE interview.officer = ?", (officer,))


def get(case: Case, interview: InterviewId) -> Interview:
    """One interview; NotFoundError when there is none of that number."""
    found = _load(case, "WHERE interview.id = ?", (interview,))
    if not found:
        raise NotFoundError(f"there is no interview {interview}", "See `reviewer interview list CASE`.")
    return found[0]


def add(act: Act, officer: OfficerId | None, name: str, values: dict[str, Any], reviewer: str) -> InterviewId:
    """Plan an interview, without notices or an outline yet."""
    said = {"officer": officer, "name": name, "state": State.PLANNED.value, "reviewer": reviewer}
    return InterviewId(act.insert("interview", {**said, "created": clock.now(), **values}))


def remove(act: Act, interview: Interview) -> None:
    """Remove an interview that was not held, with its outline."""
    for topic in interview.topics:
        remove_topic(act, topic)
    for table in _PARTS:
        for row in list(act.case.rows(f"SELECT id FROM {table} WHERE interview = ?", (interview.id,))):
            act.delete(table, row["id"])
    act.delete("interview", interview.id)


def participate(act: Act, interview: Interview, name: str, role: str) -> None:
    """Add a participant, or give one another role."""
    known = next((each for each in interview.participants if each.name == name), None)
    if known is None:
        act.insert("interview_participant", {"interview": interview.id, "name": name, "role": role})
    else:
        act.update("interview_participant", known.id, {"role": role})


# ── notices ─────────────────────────────────────────────────────────────────────────────────────────────────────


def notice_list(case: Case) -> list[NoticeLine]:
    """The agency's own list of notices; empty while the program's own is in use."""
    rows = case.rows("SELECT * FROM interview_notice WHERE interview IS NULL ORDER BY position")
    return [NoticeLine(row["text"], bool(row["mandatory"])) for row in rows]


def set_notices(act: Act, interview: InterviewId | None, lines: Sequence[NoticeLine]) -> None:
    """Make the notices of an interview, or the agency's list, be these."""
    for row in list(act.case.rows("SELECT id FROM interview_notice WHERE interview IS ?", (interview,))):
        act.delete("interview_notice", row["id"])
    for position, line in enumerate(lines, 1):
        values = {"interview": interview, "position": position, "text": line.text, "mandatory": int(line.mandatory)}
        act.insert("interview_notice", values)


# ── outline ─────────────────────────────────────────────────────────────────────────────────────────────────────


def add_topic(act: Act, interview: InterviewId, title: str, position: int) -> TopicId:
    """Add a topic at the end."""
    return TopicId(act.insert("interview_topic", {"interview": interview, "position": position, "title": title}))


def add_question(act: Act, topic: TopicId, text: str, position: int) -> QuestionId:
    """Add a question at the end of a topic."""
    return QuestionId(act.insert("interview_question", {"topic": topic, "position": position, "text": text}))


def order_topics(act: Act, topics: Sequence[TopicId]) -> None:
    """Number topics in this order, from 1."""
    for position, topic in enumerate(topics, 1):
        act.update("interview_topic", topic, {"position": position})


def order_questions(act: Act, topic: TopicId, questions: Sequence[QuestionId]) -> None:
    """Put these questions into a topic, in this order."""
    for position, question in enumerate(questions, 1):
        act.update("interview_question", question, {"topic": topic, "position": position})


def remove_topic(act: Act, topic: Topic) -> None:
    """Remove a topic with its questions."""
    for question in topic.questions:
        remove_question(act, question)
    act.delete("interview_topic", topic.id)


def remove_question(act: Act, question: Question) -> None:
    """Remove a question that nobody has answered, with what it cites."""
    for row in list(act.case.rows("SELECT id FROM interview_citation WHERE question = ?", (question.id,))):
        act.delete("interview_citation", row["id"])
    act.delete("interview_question", question.id)


def add_exhibit(act: Act, interview: InterviewId, item: ItemId, number: int) -> None:
    """Make an item an exhibit."""
    act.insert("interview_exhibit", {"interview": interview, "number": number, "item": item})


def order_exhibits(act: Act, exhibits: Sequence[Exhibit]) -> None:
    """Number exhibits in this order, from 1."""
    for number, exhibit in enumerate(exhibits, 1):
        act.update("interview_exhibit", exhibit.id, {"number": number})


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Interview]:
    """Interviews and all that belongs to them, in a dozen queries whatever their number."""
    chosen = f"SELECT id FROM interview {where}"
    participants, notices = (
        _grouped(case, f"SELECT * FROM {table} WHERE interview IN ({chosen}) ORDER BY {order}", values)
        for table, order in (("interview_participant", "id"), ("interview_notice", "position"))
    )
    topics, numbers = _topics(case, chosen, values)
    exhibits, held = _exhibits(case, chosen, values), _held(case, chosen, values, numbers)
    rows = case.rows(
        f"""SELECT interview.*, coalesce(officer.name, interview.name) AS shown_name, coalesce(serial, '') AS serial
            FROM interview LEFT JOIN officer ON officer.id = interview.officer {where} ORDER BY interview.id""",
        values,
    )
    return [
        Interview(
            **_facts(row),
            participants=tuple(Participant(each["id"], each["name"], each["role"]) for each in participants[row["id"]]),
            notices=tuple(_notice(each) for each in notices[row["id"]]),
            topics=topics[row["id"]],
            exhibits=tuple(exhibits[row["id"]]),
            **held(row["id"]),
        )
        for row in rows
    ]


def _exhibits(case: Case, chosen: str, values: Sequence[object]) -> dict[int, list[Exhibit]]:
    rows = list(case.rows(f"SELECT * FROM interview_exhibit WHERE interview IN ({chosen}) ORDER BY number", values))
    known = {item.id: item for item in items.many(case, sorted({ItemId(row["item"]) for row in rows}))}
    found: dict[int, list[Exhibit]] = defaultdict(list)
    for row in rows:
        item = known[ItemId(row["item"])]
        found[row["interview"]].append(Exhibit(ExhibitId(row["id"]), row["number"], item.id, item.control, item.title))
    return found


def _held(
    case: Case, chosen: str, values: Sequence[object], numbers: dict[int, str]
) -> Callable[[int], dict[str, Any]]:
    """What happened while each interview was held, by its number."""
    notes, breaks = (
        _grouped(case, f"SELECT * FROM {table} WHERE interview IN ({chosen}) ORDER BY {order}", values)
        for table, order in (("interview_note", "seconds, id"), ("interview_break", "start, id"))
    )
    shown = _grouped(
        case,
        f"""SELECT interview_showing.*, number FROM interview_showing
            JOIN interview_exhibit ON interview_exhibit.id = exhibit
            WHERE interview_showing.interview IN ({chosen}) ORDER BY seconds, interview_showing.id""",
        values,
    )
    return lambda number: {
        "notes": tuple(
            Remark(each["id"], each["seconds"], each["text"], _number(numbers, each), each["reviewer"])
            for each in notes[number]
        ),
        "showings": tuple(
            Showing(each["number"], bool(each["shown"]), each["seconds"], _number(numbers, each), each["reviewer"])
            for each in shown[number]
        ),
        "breaks": tuple(Break(each["start"], each["end"]) for each in breaks[number]),
    }


def _facts(row: Any) -> dict[str, Any]:
    plain = ("planned", "place", "serial", "started", "ended", "closing", "reviewer", "created")
    ids = {name: None if row[name] is None else ItemId(row[name]) for name in ("transcript", "recording", "record")}
    return {
        **{name: row[name] for name in plain},
        **ids,
        "id": InterviewId(row["id"]),
        "officer": None if row["officer"] is None else OfficerId(row["officer"]),
        "name": row["shown_name"],
        "state": State(row["state"]),
        "compelled": bool(row["compelled"]),
    }


def _topics(case: Case, chosen: str, values: Sequence[object]) -> tuple[dict[int, tuple[Topic, ...]], dict[int, str]]:
    """The topics of each interview, and the numbers of questions by their ids."""
    titles = list(
        case.rows(f"SELECT * FROM interview_topic WHERE interview IN ({chosen}) ORDER BY position, id", values)
    )
    within = f"SELECT id FROM interview_topic WHERE interview IN ({chosen})"
    asked: dict[int, list[Any]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM interview_question WHERE topic IN ({within}) ORDER BY position, id", values):
        asked[row["topic"]].append(row)
    of_these = f"SELECT id FROM interview_question WHERE topic IN ({within})"
    answers = {
        row["question"]: _answer(row)
        for row in case.rows(f"SELECT * FROM interview_answer WHERE question IN ({of_these})", values)
    }
    citations = interview_citations.of_questions(case, of_these, values)
    topics: dict[int, list[Topic]] = defaultdict(list)
    numbers: dict[int, str] = {}
    for row in titles:
        number = len(topics[row["interview"]]) + 1
        questions = []
        for position, each in enumerate(asked[row["id"]], 1):
            numbers[each["id"]] = f"{number}.{position}"
            questions.append(
                Question(
                    QuestionId(each["id"]),
                    numbers[each["id"]],
                    each["text"],
                    tuple(citations[each["id"]]),
                    answers.get(each["id"]),
                )
            )
        topics[row["interview"]].append(Topic(TopicId(row["id"]), number, row["title"], tuple(questions)))
    return defaultdict(tuple, {key: tuple(value) for key, value in topics.items()}), numbers


def _answer(row: Any) -> Answer:
    return Answer(
        AnswerId(row["id"]),
        row["text"],
        Reply(row["mark"]),
        row["seconds"],
        None if row["compelled"] is None else bool(row["compelled"]),
        None if row["passage"] is None else PassageId(row["passage"]),
        row["heard"],
        row["reviewer"],
    )


def _notice(row: Any) -> Notice:
    return Notice(
        NoticeId(row["id"]), row["text"], bool(row["mandatory"]), row["reviewer"], row["ticked"], row["remark"]
    )


def _number(numbers: dict[int, str], row: Any) -> str:
    return "" if row["question"] is None else numbers.get(row["question"], "")


def _grouped(case: Case, sql: str, values: Sequence[object]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in case.rows(sql, values):
        found[row["interview"]].append(row)
    return found
