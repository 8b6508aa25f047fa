"""Enter the demo's interviews: one that was held in part, one that is prepared."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.desktop.resources import resource
from reviewer.domain.ids import PassageId
from reviewer.domain.interviews.interview import InterviewId, Reply
from reviewer.usecases.demo.plan import Story
from reviewer.usecases.interviews import interview_holding, interview_outline, interviews


def enter(case: Case, story: Story, passages: Mapping[str, PassageId], *, reviewer: str) -> None:
    """Enter them all; ``passages`` are those that were marked, by the keys they were planned under."""
    given = tomllib.loads(resource("demo", "interviews.toml").read_text(encoding="utf-8"))["interview"]
    serials = {each.key: each.serial for each in story.officers}
    for told in given:
        serial = serials[told["officer"]]
        made = interviews.add(
            case,
            serial,
            planned=told["planned"],
            place=told["place"],
            compelled=told.get("compelled", False),
            reviewer=reviewer,
        ).id
        for name, role in told["participants"]:
            interviews.participate(case, made, name, role, reviewer=reviewer)
        for number, topic in enumerate(told["topic"], 1):
            interview_outline.add_topic(case, made, topic["title"], reviewer=reviewer)
            for asked in topic["question"]:
                cites = [str(passages[key]) for key in asked.get("cites", ())]
                interview_outline.add_question(case, made, number, asked["text"], cites=cites, reviewer=reviewer)
        if "start" in told:
            _hold(case, made, told, reviewer)


def _hold(case: Case, made: InterviewId, told: Mapping[str, Any], reviewer: str) -> None:
    start = told["start"]
    for number in told["ticked"]:
        interviews.tick(case, made, number, at=start, reviewer=reviewer)
    interview_holding.start(case, made, at=start, reviewer=reviewer)
    for each in told["shown"]:
        at = _after(start, each["seconds"])
        interview_holding.show(case, made, each["exhibit"], question=each["question"], at=at, reviewer=reviewer)
    for topic, place in enumerate(told["topic"], 1):
        for number, asked in enumerate(place["question"], 1):
            if "answer" in asked:
                said = asked["answer"]
                interview_holding.answer(
                    case,
                    made,
                    f"{topic}.{number}",
                    said["text"],
                    reply=Reply(said["mark"]),
                    at=_after(start, said["seconds"]),
                    reviewer=reviewer,
                )
    for first, last in told["breaks"]:
        interview_holding.pause(case, made, at=_after(start, first), reviewer=reviewer)
        interview_holding.resume(case, made, at=_after(start, last), reviewer=reviewer)
    for each in told["notes"]:
        at = _after(start, each["seconds"])
        interview_holding.note(case, made, each["text"], question=each["question"], at=at, reviewer=reviewer)
    interview_holding.end(case, made, at=told["end"], reviewer=reviewer)


def _after(start: str, seconds: int) -> str:
    """The moment so many seconds after another."""
    moment = datetime.fromisoformat(start) + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
