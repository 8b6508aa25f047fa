"""The outline of an interview: topics with their questions, what each cites, and the exhibits by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interview_citations, interviews
from reviewer.casefile.interviews.interview_citations import Key
from reviewer.desktop.resources import resource
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import (
    Cited,
    Interview,
    InterviewId,
    Question,
    QuestionId,
    State,
    cited,
    moved,
    place,
)
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.evidence.toml_tables import read_tables
from reviewer.usecases.interviews.interviews import open_interview

_DIGITS = 15
"""The longest number that SQLite and every program that reads our JSON can hold."""


@dataclass(frozen=True, slots=True)
class TopicText:
    """A topic of a template, with its questions in order."""

    title: str
    questions: tuple[str, ...]


def add_topic(case: Case, interview: InterviewId, title: str, *, at: int | None = None, reviewer: str) -> Interview:
    """Add a topic at the end, or at a place counted from 1. InputError without a title, or for no such place."""
    kept, words = open_interview(case, interview), _words(title, "a topic needs a title")
    count = len(kept.topics) + 1
    order = moved(count, count, count if at is None else at)
    with case.act(reviewer, "interview topic", str(interview)) as act:
        made = interviews.add_topic(act, interview, words, count)
        ids = [*(each.id for each in kept.topics), made]
        interviews.order_topics(act, [ids[number - 1] for number in order])
    return interviews.get(case, interview)


def add_question(
    case: Case,
    interview: InterviewId,
    topic: int,
    text: str,
    *,
    cites: Sequence[str] = (),
    at: int | None = None,
    reviewer: str,
) -> Interview:
    """Add a question to a topic, at its end or at a place; what it cites becomes an exhibit with the next number.

    Things cited are ``12`` or ``passage:12``, ``benefit:3``, ``endorsement:4``, ``item:ABC-000001``.
    """
    kept, words = open_interview(case, interview), _words(text, "a question needs words")
    holder = kept.topic(topic)
    keys = citation_keys(case, cites)
    count = len(holder.questions) + 1
    order = moved(count, count, count if at is None else at)
    with case.act(reviewer, "interview question", f"{interview} topic {topic}") as act:
        made = interviews.add_question(act, holder.id, words, count)
        ids = [*(each.id for each in holder.questions), made]
        interviews.order_questions(act, holder.id, [ids[number - 1] for number in order])
        _cite(act, kept, made, keys)
    return interviews.get(case, interview)


def edit(
    case: Case,
    interview: InterviewId,
    number: str,
    *,
    text: str | None = None,
    cites: Sequence[str] = (),
    without: Sequence[str] = (),
    reviewer: str,
) -> Interview:
    """Reword topic ``2`` or question ``2.1``, let the question cite more, or some things no more.

    What is None stays. A question that was answered keeps its words: InputError. Exhibits stay what they are.
    """
    kept = open_interview(case, interview)
    keys, gone = citation_keys(case, cites), [_key(case, each) for each in without]
    if "." not in number:
        topic = kept.topic(_topic_number(number))
        if keys or gone:
            raise InputError("a topic cites nothing; its questions do")
        with case.act(reviewer, "outline change", f"{interview} topic {number}") as act:
            if text is not None:
                act.update("interview_topic", topic.id, {"title": _words(text, "a topic needs a title")})
        return interviews.get(case, interview)
    question = kept.question(number)
    if text is not None and question.answer is not None:
        raise InputError(f"question {number} was answered; its words stay", "Add another question.")
    with case.act(reviewer, "outline change", f"{interview} question {number}") as act:
        if text is not None:
            act.update("interview_question", question.id, {"text": _words(text, "a question needs words")})
        for key in gone:
            if not interview_citations.drop(act, question.id, key):
                raise NotFoundError(f"question {number} does not cite {key[0].value} {key[1]}")
        _cite(act, kept, question.id, keys)
    return interviews.get(case, interview)


def move(case: Case, interview: InterviewId, number: str, to: str, *, reviewer: str) -> Interview:
    """Move topic ``2`` to the place of topic ``1``, or question ``2.1`` to ``1.3``, into another topic too.

    InputError for a place that there is not.
    """
    kept = open_interview(case, interview)
    if ("." in number) != ("." in to):
        raise InputError("a topic goes to the place of a topic, a question to that of a question")
    with case.act(reviewer, "interview move", f"{interview} {number} to {to}") as act:
        if "." not in number:
            order = moved(len(kept.topics), _topic_number(number), _topic_number(to))
            interviews.order_topics(act, [kept.topics[each - 1].id for each in order])
        else:
            _move_question(act, kept, kept.question(number), place(to))
    return interviews.get(case, interview)


def drop(case: Case, interview: InterviewId, number: str, *, reviewer: str) -> Interview:
    """Take topic ``2`` with its questions, or question ``2.1``, out of the outline.

    InputError where something was answered, noted or shown at it.
    """
    kept = open_interview(case, interview)
    gone = (kept.question(number),) if "." in number else kept.topic(_topic_number(number)).questions
    for each in gone:
        used = each.number in {*(one.question for one in kept.notes), *(one.question for one in kept.showings)}
        if each.answer is not None or used:
            raise InputError(f"question {each.number} was asked and stays")
    with case.act(reviewer, "outline remove", f"{interview} {number}") as act:
        if "." in number:
            holder = kept.topic(place(number)[0])
            interviews.remove_question(act, gone[0])
            left = [each.id for each in holder.questions if each.id != gone[0].id]
            interviews.order_questions(act, holder.id, left)
        else:
            topic = kept.topic(_topic_number(number))
            interviews.remove_topic(act, topic)
            interviews.order_topics(act, [each.id for each in kept.topics if each.id != topic.id])
    return interviews.get(case, interview)


# ── exhibits ────────────────────────────────────────────────────────────────────────────────────────────────────


def add_exhibit(case: Case, interview: InterviewId, control: str, *, reviewer: str) -> Interview:
    """Make an item an exhibit with the next number, whether a question cites it or not."""
    kept, item = open_interview(case, interview), items.find(case, control)
    if kept.exhibit_of(item.id) is not None:
        raise InputError(f"{item.control} is exhibit {kept.exhibit_of(item.id)} already")
    with case.act(reviewer, "interview exhibit", f"{interview} {item.control}") as act:
        interviews.add_exhibit(act, interview, item.id, len(kept.exhibits) + 1)
    return interviews.get(case, interview)


def move_exhibit(case: Case, interview: InterviewId, number: int, to: int, *, reviewer: str) -> Interview:
    """Give an exhibit another number; those between move up. InputError once the interview has begun."""
    kept = _before_start(case, interview)
    kept.exhibit(number)
    order = moved(len(kept.exhibits), number, to)
    with case.act(reviewer, "interview exhibit", f"{interview} exhibit {number} to {to}") as act:
        interviews.order_exhibits(act, [kept.exhibits[each - 1] for each in order])
    return interviews.get(case, interview)


def drop_exhibit(case: Case, interview: InterviewId, number: int, *, reviewer: str) -> Interview:
    """Take an exhibit out; the later ones move up. InputError once the interview has begun, or while it is cited."""
    kept = _before_start(case, interview)
    gone = kept.exhibit(number)
    citing = [each.number for each in kept.questions if any(gone.item in one.items for one in each.citations)]
    if citing:
        raise InputError(f"exhibit {number} is cited by question {', '.join(citing)}", "Take the citation out first.")
    with case.act(reviewer, "interview exhibit", f"{interview} without exhibit {number}") as act:
        act.delete("interview_exhibit", gone.id)
        interviews.order_exhibits(act, [each for each in kept.exhibits if each.id != gone.id])
    return interviews.get(case, interview)


def _before_start(case: Case, interview: InterviewId) -> Interview:
    kept = open_interview(case, interview)
    if kept.state is not State.PLANNED:
        raise InputError(
            f"interview {interview} was held, so its exhibits keep their numbers", "New exhibits get the next number."
        )
    return kept


# ── templates ───────────────────────────────────────────────────────────────────────────────────────────────────


def templates() -> dict[str, list[TopicText]]:
    """The outlines that come with the program, by the names of their templates."""
    return {path.stem: read(path) for path in sorted(resource("interview", "questions").glob("*.toml"))}


def template(name: str) -> list[TopicText]:
    """The topics of a template; NotFoundError when there is no such template."""
    known = templates()
    if name not in known:
        raise NotFoundError(f"there is no template “{name}”", f"Templates: {', '.join(known)}.")
    return known[name]


def template_text(name: str) -> str:
    """The file of a template, to be edited and imported; NotFoundError when there is no such template."""
    template(name)
    return resource("interview", "questions", f"{name}.toml").read_text(encoding="utf-8")


def read(path: Path) -> list[TopicText]:
    """The topics of a TOML file: tables ``[[topic]]`` with ``title`` and ``questions``. InputError for others."""
    made = []
    for number, table in enumerate(read_tables(path, "topic"), 1):
        title, questions = table.get("title"), table.get("questions", [])
        texts = isinstance(questions, list) and all(isinstance(each, str) and each.strip() for each in questions)
        if table.keys() - {"title", "questions"} or not isinstance(title, str) or not title.strip() or not texts:
            raise InputError(f"topic {number} of “{path.name}” is no topic", "It has a title and a list of questions.")
        made.append(TopicText(" ".join(title.split()), tuple(" ".join(each.split()) for each in questions)))
    return made


def import_topics(
    case: Case, interview: InterviewId, topics: Sequence[TopicText], source: str, *, reviewer: str
) -> Interview:
    """Add topics with their questions at the end of the outline; ``source`` says whence, for the audit trail."""
    kept = open_interview(case, interview)
    with case.act(reviewer, "interview outline", f"{interview} {source}") as act:
        for position, topic in enumerate(topics, len(kept.topics) + 1):
            made = interviews.add_topic(act, interview, topic.title, position)
            for number, text in enumerate(topic.questions, 1):
                interviews.add_question(act, made, text, number)
    return interviews.get(case, interview)


# ── citing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def citation_keys(case: Case, names: Sequence[str]) -> list[Key]:
    """What some texts name, each once; NotFoundError for what is not there."""
    keys = list(dict.fromkeys(_key(case, each) for each in names))
    for (kind, target), citation in interview_citations.resolved(case, keys).items():
        if citation.gone:
            raise NotFoundError(f"there is no {kind.value} {target}")
    return keys


def _key(case: Case, text: str) -> Key:
    kind, rest = cited(text)
    if kind is Cited.ITEM:
        return kind, items.find(case, rest).id
    if not (rest.isascii() and rest.isdigit() and len(rest) <= _DIGITS):
        raise InputError(f"“{text}” cannot be cited", f"A {kind.value} is named by its number.")
    return kind, int(rest)


def _cite(act: Act, kept: Interview, question: QuestionId, keys: Sequence[Key]) -> None:
    interview_citations.cite(act, question, keys)
    numbered = {each.item for each in kept.exhibits}
    for citation in interview_citations.resolved(act.case, keys).values():
        for item in citation.items:
            if item not in numbered:
                numbered.add(item)
                interviews.add_exhibit(act, kept.id, ItemId(item), len(numbered))


def _move_question(act: Act, kept: Interview, question: Question, to: tuple[int, int]) -> None:
    start, (topic, position) = place(question.number), to
    target = kept.topic(topic)
    if topic == start[0]:
        order = moved(len(target.questions), start[1], position)
        interviews.order_questions(act, target.id, [target.questions[each - 1].id for each in order])
        return
    count = len(target.questions) + 1
    ids = [*(each.id for each in target.questions), question.id]
    order = moved(count, count, position)
    interviews.order_questions(act, target.id, [ids[each - 1] for each in order])
    source = kept.topic(start[0])
    left = [each.id for each in source.questions if each.id != question.id]
    interviews.order_questions(act, source.id, left)


def _topic_number(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) <= _DIGITS):
        raise InputError(f"“{text}” is no number of a topic", "Topics are counted from 1.")
    return int(text)


def _words(text: str, refusal: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InputError(refusal)
    return words
