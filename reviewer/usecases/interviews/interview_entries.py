"""Interviews and their answers as parts of an officer's page."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interviews
from reviewer.domain.interviews.interview import clock
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.timeline import Entry


def of_officer(case: Case, officer: Officer) -> list[Entry]:
    """The officer's interviews, each followed by its answers; those still planned by the day they are planned for."""
    made = []
    for each in interviews.of_officer(case, officer.id):
        at = each.started or each.planned[:10]
        values = {"interview": each.id, "state": each.state.value, "planned": each.planned, "place": each.place}
        made.append(Entry("interview", at, f"interview {each.id} ({each.state.value})", values=values))
        for question in each.questions:
            answer = question.answer
            if answer is None:
                continue
            text = f"interview {each.id}, question {question.number}: {question.text} {answer.reply.value}".strip()
            said = f" “{answer.text}”" if answer.text else ""
            facts = {
                "interview": each.id,
                "question": question.number,
                "reply": answer.reply.value,
                "time": clock(answer.seconds),
                "compelled": each.is_compelled(answer),
            }
            on = () if answer.passage is None else (int(answer.passage),)
            made.append(Entry("answer", at, f"{text}{said}", (), on, facts))
    return made
