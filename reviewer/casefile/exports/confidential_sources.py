"""The confidential sources of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.exports.confidential_source import (
    ConfidentialSource,
    ConfidentialSourceId,
    SourceWord,
    SourceWordKind,
)
from reviewer.domain.ids import RedactionId
from reviewer.errors import NotFoundError


def listed(case: Case) -> list[ConfidentialSource]:
    """All confidential sources, in order of their numbers."""
    words: defaultdict[int, list[SourceWord]] = defaultdict(list)
    for row in case.rows("SELECT confidential_source, kind, words FROM confidential_source_word ORDER BY id"):
        words[row["confidential_source"]].append(SourceWord(SourceWordKind(row["kind"]), row["words"]))
    rows = case.rows("SELECT * FROM confidential_source ORDER BY id")
    return [_source(row, words[row["id"]]) for row in rows]


def get(case: Case, number: int) -> ConfidentialSource:
    """One confidential source; NotFoundError when there is none of that number."""
    found = next((each for each in listed(case) if each.id == number), None)
    if found is None:
        raise NotFoundError(
            f"there is no confidential source {number}", "`reviewer confidential-source list CASE` has them all."
        )
    return found


def add(act: Act, name: str, words: Collection[SourceWord], reviewer: str) -> ConfidentialSourceId:
    """Mark somebody as a confidential source."""
    number = act.insert("confidential_source", {"name": name, "reviewer": reviewer, "at": clock.now()})
    add_words(act, ConfidentialSourceId(number), words)
    return ConfidentialSourceId(number)


def add_words(act: Act, source: ConfidentialSourceId, words: Collection[SourceWord]) -> None:
    """Add what gives a source away."""
    for each in words:
        values = {"confidential_source": source, "kind": each.kind.value, "words": each.words}
        act.insert("confidential_source_word", values)


def drop_words(act: Act, source: ConfidentialSourceId, words: Collection[SourceWord]) -> None:
    """Take back what gives a source away."""
    rows = list(act.case.rows("SELECT * FROM confidential_source_word WHERE confidential_source = ?", (source,)))
    for row in rows:
        if SourceWord(SourceWordKind(row["kind"]), row["words"]) in words:
            act.delete("confidential_source_word", row["id"])


def remove(act: Act, source: ConfidentialSource) -> None:
    """Mark somebody as a confidential source no more."""
    drop_words(act, source.id, source.words)
    act.delete("confidential_source", source.id)


def when_given(case: Case) -> dict[tuple[int, str], int]:
    """When words were given of a source, by its number: the entry of the trail that tells of it."""
    found: dict[tuple[int, str], int] = {}
    for entry in audit.of_acts(case, ("confidential-source add", "confidential-source change")):
        for each in entry.changes:
            if each.after is None:
                continue
            if each.table == "confidential_source":
                found.setdefault((each.id, each.after["name"]), entry.id)
            elif each.table == "confidential_source_word":
                found.setdefault((each.after["confidential_source"], each.after["words"]), entry.id)
    return found


def when_declined(case: Case) -> dict[RedactionId, int]:
    """When redactions were declined: the last entry of the trail that tells of it, for each."""
    found: dict[RedactionId, int] = {}
    for entry in audit.of_acts(case, ("redaction decline",)):
        for each in entry.changes:
            if each.table == "redaction":
                found.setdefault(RedactionId(each.id), entry.id)
    return found


def decided_since(case: Case, entry: int) -> bool:
    """Whether anything was said of sources or of redactions since an entry of the trail, an undo of that included."""
    sql = """
        SELECT 1 FROM audit WHERE id > ? AND (act GLOB 'confidential-source *' OR act GLOB 'redaction *'
            OR (act IN ('undo', 'redo') AND (detail LIKE '%"confidential_source"%'
                OR detail LIKE '%"confidential_source_word"%' OR detail LIKE '%"redaction"%')))
        LIMIT 1
    """
    return case.value(sql, (entry,)) is not None


def _source(row: Any, words: Collection[SourceWord]) -> ConfidentialSource:
    return ConfidentialSource(ConfidentialSourceId(row["id"]), row["name"], tuple(words), row["reviewer"], row["at"])
