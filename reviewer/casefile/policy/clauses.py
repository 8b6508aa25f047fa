"""Clauses of policy with their elements and exemptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.policy.clause import Clause, ClauseId, Element, ElementId, Exemption, ExemptionId, Topic, Wording
from reviewer.errors import InputError, NotFoundError

_USES = {
    "clause_element": (
        ("allegation_ground", "element"),
        ("allegation_explanation", "element"),
        ("allegation_confirmation", "element"),
        ("allegation_dismissal", "element"),
    ),
    "clause_exemption": (("finding", "exemption"),),
}
_PARTS = ("clause_element", "clause_exemption")


def listed(case: Case) -> list[Clause]:
    """All clauses, by code and the day they came into force."""
    return _load(case, "")


def get(case: Case, clause: ClauseId) -> Clause:
    """One clause; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (clause,))
    if not found:
        raise NotFoundError(f"there is no clause {clause}")
    return found[0]


def of_code(case: Case, code: str) -> list[Clause]:
    """The wordings of a clause, the earliest first."""
    return _load(case, "WHERE code = ?", (code.strip(),))


def add(act: Act, wording: Wording) -> ClauseId:
    """Add a clause."""
    made = ClauseId(act.insert("clause", _values(wording)))
    for table, texts in zip(_PARTS, (wording.elements, wording.exemptions), strict=True):
        for position, text in enumerate(texts, 1):
            act.insert(table, {"clause": made, "position": position, "text": text})
    return made


def change(act: Act, clause: ClauseId, wording: Wording) -> None:
    """Make a clause be as worded.

    An element whose words stay keeps its id wherever it moves to; others take, in order, the ids that are left over, so
    that what was put to a reworded element stays with it. InputError when one that is left over is used.
    """
    act.update("clause", clause, _values(wording))
    for table, texts in zip(_PARTS, (wording.elements, wording.exemptions), strict=True):
        rows = list(act.case.rows(f"SELECT id, text FROM {table} WHERE clause = ? ORDER BY position", (clause,)))
        free = {row["id"]: row["text"] for row in rows}
        taken: list[int | None] = []
        for text in texts:
            same = next((row_id for row_id, kept in free.items() if kept == text), None)
            if same is not None:
                del free[same]
            taken.append(same)
        left = iter(free.copy())
        for position, (text, same) in enumerate(zip(texts, taken, strict=True), 1):
            row_id = next(left, None) if same is None else same
            values = {"clause": clause, "position": position, "text": text}
            if row_id is None:
                act.insert(table, values)
            else:
                free.pop(row_id, None)
                act.update(table, row_id, values)
        for row_id, text in free.items():
            if _used(act.case, table, row_id):
                raise InputError(
                    f"“{text}” cannot be dropped from clause {wording.code}: allegations or findings rest on it",
                    "Take out what was put to it first, or add another clause.",
                )
            act.delete(table, row_id)


def remove(act: Act, clause: ClauseId) -> None:
    """Remove a clause with its elements and exemptions; one that an allegation rests on is refused by the caller."""
    for table in _PARTS:
        for row in list(act.case.rows(f"SELECT id FROM {table} WHERE clause = ? ORDER BY position", (clause,))):
            act.delete(table, row["id"])
    act.delete("clause", clause)


def resting(case: Case, clause: ClauseId) -> list[int]:
    """The numbers of the allegations that a clause is the rule of."""
    return [row["id"] for row in case.rows("SELECT id FROM allegation WHERE clause = ? ORDER BY id", (clause,))]


def _used(case: Case, table: str, row_id: int) -> bool:
    return any(
        case.value(f"SELECT 1 FROM {user} WHERE {column} = ? LIMIT 1", (row_id,)) for user, column in _USES[table]
    )


def _values(wording: Wording) -> dict[str, str]:
    return {
        "code": wording.code,
        "name": wording.name,
        "topic": wording.topic.value,
        "text": wording.text,
        "start": wording.start,
        "end": wording.end,
    }


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Clause]:
    chosen = f"SELECT id FROM clause {where}"
    elements: dict[int, list[Element]] = defaultdict(list)
    exemptions: dict[int, list[Exemption]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM clause_element WHERE clause IN ({chosen}) ORDER BY position, id", values):
        elements[row["clause"]].append(Element(ElementId(row["id"]), row["text"]))
    for row in case.rows(f"SELECT * FROM clause_exemption WHERE clause IN ({chosen}) ORDER BY position, id", values):
        exemptions[row["clause"]].append(Exemption(ExemptionId(row["id"]), row["text"]))
    return [
        Clause(
            ClauseId(row["id"]),
            row["code"],
            row["name"],
            Topic(row["topic"]),
            row["text"],
            tuple(elements[row["id"]]),
            tuple(exemptions[row["id"]]),
            row["start"],
            row["end"],
        )
        for row in case.rows(f"SELECT * FROM clause {where} ORDER BY code, start", values)
    ]
