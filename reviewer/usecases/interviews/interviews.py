"""Plan interviews: with whom, when and where, who takes part, and what has to be said before the first question.

The outline is in :mod:`interview_outline`, the interview itself in :mod:`interview_holding`, what comes after in
:mod:`interview_after`, what rests on compelled statements in :mod:`interview_compelled`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interview_holding as keeping
from reviewer.casefile.interviews import interviews
from reviewer.casefile.people import officers
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.interviews.interview import Interview, InterviewId, NoticeLine, State, moment, planned_moment
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.evidence.toml_tables import read_tables
from reviewer.usecases.interviews.interview_compelled import compelled_passages, derived_from_compelled

__all__ = [
    "add",
    "change",
    "compelled_passages",
    "derived_from_compelled",
    "get",
    "leave",
    "listed",
    "notice_list",
    "of_officer",
    "participate",
    "remove",
    "set_notice_list",
    "tick",
    "untick",
]

# Handed on as the case file answers them.
get = interviews.get
listed = interviews.listed
of_officer = interviews.of_officer


def add(
    case: Case,
    who: str = "",
    *,
    witness: str = "",
    planned: str = "",
    place: str = "",
    compelled: bool = False,
    reviewer: str,
) -> Interview:
    """Plan an interview with an officer (serial number, address or name), or with a witness who is in no roster.

    ``planned`` is a local day or ``YYYY-MM-DDTHH:MM``. The agency's notices come with it. NotFoundError for an unknown
    officer; InputError for no date, and unless just one of the two is named.
    """
    if bool(who.strip()) == bool(witness.strip()):
        raise InputError("an interview is with one officer or with one witness", "Name one of them.")
    officer = officers.find(case, who) if who.strip() else None
    name = officer.name if officer is not None else " ".join(witness.split())
    values = {"planned": planned_moment(planned), "place": place.strip(), "compelled": int(compelled)}
    lines = notice_list(case)
    with case.act(reviewer, "interview add", name) as act:
        made = interviews.add(act, None if officer is None else officer.id, name, values, reviewer)
        interviews.set_notices(act, made, lines)
    return interviews.get(case, made)


def change(
    case: Case,
    interview: InterviewId,
    *,
    planned: str | None = None,
    place: str | None = None,
    compelled: bool | None = None,
    reviewer: str,
) -> Interview:
    """Say otherwise when, where, and whether all answers are compelled; what is None stays.

    InputError for no date, and for another date once the interview has begun.
    """
    kept = interviews.get(case, interview)
    values: dict[str, Any] = {}
    if planned is not None:
        values["planned"] = planned_moment(planned)
        if kept.started:
            raise InputError(f"interview {interview} was held on {kept.started[:10]}; its date stays")
    if place is not None:
        values["place"] = place.strip()
    if compelled is not None:
        values["compelled"] = int(compelled)
    with case.act(reviewer, "interview change", str(interview)) as act:
        if values:
            keeping.change(act, interview, values)
    return interviews.get(case, interview)


def remove(case: Case, interview: InterviewId, *, reviewer: str) -> Interview:
    """Remove an interview that was not held, with its outline; returns what it was. InputError once it has begun."""
    before = interviews.get(case, interview)
    if before.state is not State.PLANNED:
        raise InputError(f"interview {interview} was held and stays")
    with case.act(reviewer, "interview remove", str(interview)) as act:
        interviews.remove(act, before)
    return before


def participate(case: Case, interview: InterviewId, name: str, role: str, *, reviewer: str) -> Interview:
    """Add a participant, or give one another role: interviewer, representative, or what the agency calls it."""
    kept = open_interview(case, interview)
    name, role = " ".join(name.split()), " ".join(role.split())
    if not name or not role:
        raise InputError("a participant has a name and a role")
    with case.act(reviewer, "interview participant", f"{interview} {name}") as act:
        interviews.participate(act, kept, name, role)
    return interviews.get(case, interview)


def leave(case: Case, interview: InterviewId, name: str, *, reviewer: str) -> Interview:
    """Take a participant out; NotFoundError when there is none of that name."""
    kept = open_interview(case, interview)
    found = next((each for each in kept.participants if each.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotFoundError(f"“{name}” takes no part in interview {interview}")
    with case.act(reviewer, "interview participant", f"{interview} {found.name}") as act:
        act.delete("interview_participant", found.id)
    return interviews.get(case, interview)


def open_interview(case: Case, interview: InterviewId) -> Interview:
    """An interview that may be added to; InputError for one that is closed."""
    kept = interviews.get(case, interview)
    if kept.state is State.CLOSED:
        raise InputError(f"interview {interview} is closed", "`reviewer undo CASE` right after closing opens it again.")
    return kept


# ── notices ─────────────────────────────────────────────────────────────────────────────────────────────────────


def notice_list(case: Case) -> list[NoticeLine]:
    """The notices that a new interview gets: the agency's own, else those that come with the program."""
    return interviews.notice_list(case) or read_notices(resource("interview", "notices.toml"))


def set_notice_list(case: Case, lines: Sequence[NoticeLine], *, reviewer: str) -> None:
    """Make these the agency's notices; interviews that are planned already keep theirs. None: the program's own."""
    for line in lines:
        if not line.text.strip():
            raise InputError("a notice needs words")
    with case.act(reviewer, "interview notices") as act:
        interviews.set_notices(act, None, lines)


def read_notices(path: Path) -> list[NoticeLine]:
    """The notices of a TOML file: tables ``[[notice]]`` with ``text`` and ``mandatory``. InputError for others."""
    lines = []
    for number, table in enumerate(read_tables(path, "notice"), 1):
        text, mandatory = table.get("text"), table.get("mandatory", True)
        if table.keys() - {"text", "mandatory"} or not isinstance(text, str) or not isinstance(mandatory, bool):
            raise InputError(f"notice {number} of “{path.name}” is no notice", "It has text, and mandatory or not.")
        lines.append(NoticeLine(" ".join(text.split()), mandatory))
    return lines


def tick(
    case: Case, interview: InterviewId, notice: int, *, remark: str = "", at: str = "", reviewer: str
) -> Interview:
    """Say that a notice, counted from 1, was given; ``at`` is a moment in UTC, else now."""
    kept = open_interview(case, interview)
    found = _notice(kept, notice)
    when = moment(at) if at else clock.now()
    with case.act(reviewer, "interview tick", f"{interview} notice {notice}") as act:
        keeping.tick(act, kept.notices[found].id, reviewer, when, remark.strip())
    return interviews.get(case, interview)


def untick(case: Case, interview: InterviewId, notice: int, *, reviewer: str) -> Interview:
    """Take back that a notice was given."""
    kept = open_interview(case, interview)
    found = _notice(kept, notice)
    with case.act(reviewer, "interview untick", f"{interview} notice {notice}") as act:
        keeping.tick(act, kept.notices[found].id, "", "", "")
    return interviews.get(case, interview)


def _notice(kept: Interview, number: int) -> int:
    if not 1 <= number <= len(kept.notices):
        raise NotFoundError(f"interview {kept.id} has no notice {number}", f"It has {len(kept.notices)}, from 1.")
    return number - 1
