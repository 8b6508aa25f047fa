"""Allegations and the matrix of each: what speaks for and against the elements of the clause."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.policy import basis_changes, clauses, element_searches
from reviewer.casefile.policy.basis_changes import Key, Present
from reviewer.casefile.policy.element_searches import Cell
from reviewer.domain import clock
from reviewer.domain.ids import OfficerId
from reviewer.domain.policy.allegation import (
    Allegation,
    AllegationId,
    Ground,
    GroundId,
    GroundKind,
    MatrixRow,
    Period,
    Side,
)
from reviewer.domain.policy.basis_changes import Facts
from reviewer.domain.policy.clause import Clause, ClauseId, Element, ElementId
from reviewer.errors import NotFoundError

_PARTS = ("allegation_ground", "allegation_explanation")
_ELEMENT = "wording of the element"


def listed(case: Case) -> list[Allegation]:
    """All allegations, in the order they were entered."""
    return _load(case, "")


def get(case: Case, allegation: AllegationId) -> Allegation:
    """One allegation; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE allegation.id = ?", (allegation,))
    if not found:
        raise NotFoundError(f"there is no allegation {allegation}", "See `reviewer allegation list CASE`.")
    return found[0]


def of_officer(case: Case, officer: OfficerId) -> list[Allegation]:
    """The allegations against an officer."""
    return _load(case, "WHERE allegation.officer = ?", (officer,))


def same(case: Case, officer: OfficerId, clause: ClauseId, act: str, period: Period) -> AllegationId | None:
    """The allegation that says just this already, if any."""
    found = case.value(
        "SELECT id FROM allegation WHERE officer = ? AND clause = ? AND act = ? AND first = ? AND last = ?",
        (officer, clause, act, period.first, period.last),
    )
    return None if found is None else AllegationId(found)


def add(
    act: Act, officer: OfficerId, clause: ClauseId, *, what: str, period: Period, vendor: str, reviewer: str
) -> AllegationId:
    """Add an allegation."""
    values = {
        "officer": officer,
        "clause": clause,
        "act": what,
        "first": period.first,
        "last": period.last,
        "vendor": vendor,
        "reviewer": reviewer,
        "created": clock.now(),
    }
    return AllegationId(act.insert("allegation", values))


def remove(act: Act, allegation: AllegationId) -> None:
    """Remove an allegation with all that was put to it; one with findings is refused by the caller."""
    element_searches.remove(act, allegation)
    for table in _PARTS:
        for row_id in _ids(act.case, table, "allegation = ?", (allegation,)):
            act.delete(table, row_id)
    act.delete("allegation", allegation)


def put(
    act: Act, allegation: AllegationId, element: Element, side: Side, *, key: Key, facts: Facts, reviewer: str
) -> None:
    """Put something to one side of an element; what stands there already is relied on as it is now."""
    kind, target = key
    relied_on = audit.canonical({**facts, _ELEMENT: element.text})
    known = ground(act.case, allegation, element.id, side, key)
    if known is not None:
        act.update("allegation_ground", known, {"relied": relied_on})
        return
    values = {
        "allegation": allegation,
        "element": element.id,
        "side": side.value,
        "kind": kind.value,
        "target": target,
        "relied": relied_on,
        "reviewer": reviewer,
        "created": clock.now(),
    }
    act.insert("allegation_ground", values)


def ground(case: Case, allegation: AllegationId, element: ElementId, side: Side, key: Key) -> GroundId | None:
    """What was put there, if it was."""
    found = case.value(
        "SELECT id FROM allegation_ground "
        "WHERE allegation = ? AND element = ? AND side = ? AND kind = ? AND target = ?",
        (allegation, element, side.value, key[0].value, key[1]),
    )
    return None if found is None else GroundId(found)


def explain(act: Act, allegation: AllegationId, element: ElementId, text: str, reviewer: str) -> None:
    """Explain a line of the matrix; an empty text takes the explanation away."""
    known = next(
        iter(_ids(act.case, "allegation_explanation", "allegation = ? AND element = ?", (allegation, element))), None
    )
    if known is None and text:
        values = {"allegation": allegation, "element": element, "text": text, "reviewer": reviewer}
        act.insert("allegation_explanation", values)
    elif known is not None and text:
        act.update("allegation_explanation", known, {"text": text, "reviewer": reviewer})
    elif known is not None:
        act.delete("allegation_explanation", known)


def _ids(case: Case, table: str, where: str, values: Sequence[object]) -> list[int]:
    return [row["id"] for row in case.rows(f"SELECT id FROM {table} WHERE {where} ORDER BY id", values)]


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Allegation]:
    """Allegations with their matrices, in some ten queries whatever their number."""
    chosen = f"SELECT allegation.id FROM allegation {where}"
    rows = list(
        case.rows(
            f"""SELECT allegation.*, officer.serial, officer.name FROM allegation
                JOIN officer ON officer.id = allegation.officer {where} ORDER BY allegation.id""",
            values,
        )
    )
    if not rows:
        return []
    known = {clause.id: clause for clause in clauses.listed(case)}
    texts: dict[int, str] = {each.id: each.text for clause in known.values() for each in clause.elements}
    grounds = _grounds(case, chosen, values, texts)
    dismissed = element_searches.dismissals(case, chosen, values)
    confirmations = element_searches.confirmations(case, chosen, values, dismissed)
    explanations = {
        (row["allegation"], row["element"]): row["text"]
        for row in case.rows(f"SELECT * FROM allegation_explanation WHERE allegation IN ({chosen})", values)
    }
    made = []
    for row in rows:
        clause: Clause = known[row["clause"]]
        matrix = tuple(
            MatrixRow(
                number,
                element,
                tuple(grounds[row["id"], element.id]),
                tuple(confirmations.get((row["id"], element.id), ())),
                explanations.get((row["id"], element.id), ""),
                tuple(dismissed.get((row["id"], element.id), ())),
            )
            for number, element in enumerate(clause.elements, 1)
        )
        made.append(_allegation(row, clause, matrix))
    return made


def _allegation(row: Any, clause: Clause, matrix: tuple[MatrixRow, ...]) -> Allegation:
    return Allegation(
        AllegationId(row["id"]),
        OfficerId(row["officer"]),
        row["serial"],
        row["name"],
        clause,
        row["act"],
        Period(row["first"], row["last"]),
        row["vendor"],
        row["reviewer"],
        row["created"],
        matrix,
    )


def _grounds(case: Case, chosen: str, values: Sequence[object], texts: Mapping[int, str]) -> dict[Cell, list[Ground]]:
    rows = list(case.rows(f"SELECT * FROM allegation_ground WHERE allegation IN ({chosen}) ORDER BY id", values))
    there = basis_changes.present(case, ((GroundKind(row["kind"]), row["target"]) for row in rows))
    found: dict[Cell, list[Ground]] = defaultdict(list)
    for row in rows:
        kind = GroundKind(row["kind"])
        now = there.get((kind, row["target"]))
        found[row["allegation"], row["element"]].append(_ground(row, kind, now, texts[row["element"]]))
    return found


def _ground(row: Any, kind: GroundKind, now: Present | None, element: str) -> Ground:
    then = json.loads(row["relied"])
    return Ground(
        GroundId(row["id"]),
        Side(row["side"]),
        kind,
        row["target"],
        then,
        None if now is None else {**now.facts, _ELEMENT: element},
        then.get("words", "") if now is None else now.says,
        then.get("place", "") if now is None else now.where,
        row["reviewer"],
    )
