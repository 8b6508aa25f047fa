"""What the questions of interviews cite: passages, entries of the ledger, items; and in which items those stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.policy import basis_changes
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Citation, Cited, QuestionId
from reviewer.domain.policy.allegation import GroundKind

Key = tuple[Cited, int]

_STANDS_IN = {
    Cited.PASSAGE: "SELECT id, item FROM passage WHERE id IN ({marks})",
    Cited.BENEFIT: """SELECT benefit AS id, item FROM benefit_proof JOIN passage ON passage.id = passage
        WHERE benefit IN ({marks}) ORDER BY passage.id""",
    Cited.ENDORSEMENT: """SELECT endorsement AS id, item FROM endorsement_passage JOIN passage ON passage.id = passage
        WHERE endorsement IN ({marks}) ORDER BY passage.id""",
    Cited.ITEM: "SELECT id, id AS item FROM item WHERE id IN ({marks})",
}


def cite(act: Act, question: QuestionId, keys: Iterable[Key]) -> None:
    """Let a question cite things; what it cites already stays as it is."""
    for kind, target in keys:
        known = _row(act.case, question, (kind, target))
        if known is None:
            act.insert("interview_citation", {"question": question, "kind": kind.value, "target": target})


def drop(act: Act, question: QuestionId, key: Key) -> bool:
    """Take a citation out; False when it is not there."""
    known = _row(act.case, question, key)
    if known is not None:
        act.delete("interview_citation", known)
    return known is not None


def resolved(case: Case, keys: Iterable[Key]) -> dict[Key, Citation]:
    """What is cited as it is now, in a few queries whatever their number; what is no more is said to be gone."""
    wanted = list(dict.fromkeys(keys))
    there = basis_changes.present(
        case, [(GroundKind(kind.value), target) for kind, target in wanted if kind != Cited.ITEM]
    )
    known = {
        item.id: item for item in items.many(case, [ItemId(target) for kind, target in wanted if kind is Cited.ITEM])
    }
    places = {kind: _stands_in(case, kind, [number for each, number in wanted if each is kind]) for kind in Cited}
    found: dict[Key, Citation] = {}
    for kind, target in wanted:
        within = tuple(dict.fromkeys(places[kind].get(target, ())))
        if kind is Cited.ITEM:
            item = known.get(ItemId(target))
            found[kind, target] = Citation(
                kind, target, item.title if item else "", item.control if item else "", within, gone=item is None
            )
        else:
            now = there.get((GroundKind(kind.value), target))
            found[kind, target] = Citation(
                kind, target, now.says if now else "", now.where if now else "", within, gone=now is None
            )
    return found


def of_questions(case: Case, chosen: str, values: Sequence[object]) -> dict[int, list[Citation]]:
    """The citations of the questions that an SQL selection chooses, by question, in the order they were cited."""
    rows = list(case.rows(f"SELECT * FROM interview_citation WHERE question IN ({chosen}) ORDER BY id", values))
    known = resolved(case, [(Cited(row["kind"]), row["target"]) for row in rows])
    found: dict[int, list[Citation]] = defaultdict(list)
    for row in rows:
        found[row["question"]].append(known[Cited(row["kind"]), row["target"]])
    return found


def _row(case: Case, question: QuestionId, key: Key) -> int | None:
    found = case.value(
        "SELECT id FROM interview_citation WHERE question = ? AND kind = ? AND target = ?",
        (question, key[0].value, key[1]),
    )
    return None if found is None else int(found)


def _stands_in(case: Case, kind: Cited, targets: Sequence[int]) -> dict[int, list[ItemId]]:
    found: dict[int, list[ItemId]] = defaultdict(list)
    if targets:
        sql = _STANDS_IN[kind].format(marks="SELECT value FROM json_each(?)")
        for row in case.rows(sql, (json.dumps(sorted(set(targets))),)):
            found[row["id"]].append(ItemId(row["item"]))
    return found
