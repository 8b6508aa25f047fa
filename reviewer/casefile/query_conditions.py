"""Conditions of a query as SQL: what is known of an item besides its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.casefile.evidence.coded import among, of_code
from reviewer.casefile.held_text import holds, literally, pattern
from reviewer.domain.query import Condition
from reviewer.domain.query_values import between, size
from reviewer.domain.query_words import truth
from reviewer.domain.reasons.compared import ENCRYPTED, SAID_ENCRYPTED, SIGNED
from reviewer.errors import InputError

MOST_PARTS = 500
"""Words, phrases and conditions in one query; the time that SQLite takes grows with their square."""


def refuse_too_many(parts: int) -> None:
    """InputError for more than MOST_PARTS."""
    if parts > MOST_PARTS:
        raise InputError(
            f"a search for {parts:,} words or conditions at once is too long; {MOST_PARTS} are the most",
            "To find a longer passage as it stands, put it between quotation marks.",
        )


_PROTECTION = "coalesce(json_extract(item.metadata, '$.protection'), '')"

REMARKS = "coalesce(json_extract(item.metadata, '$.defects'), '')"
"""What is odd about an item, packed, as SQL on its row."""

_OPENED = "SELECT item FROM item_read WHERE reviewer = :reviewer"
_REVIEWED = "SELECT item FROM item_reviewed WHERE reviewer = :reviewer"

_CONFLICTING = """
    WITH privileged (item) AS (
        SELECT item FROM privilege_call WHERE passage IS NULL AND kind <> 'not-privileged'),
    original (id) AS (
        SELECT DISTINCT coalesce(made.original, CASE WHEN made.sha256 IS NULL THEN item.duplicate_of END, item.id)
        FROM (SELECT item FROM item_mark WHERE relevance <> '' UNION SELECT item FROM privileged) AS said
        JOIN item ON item.id = said.item
        LEFT JOIN message_fingerprint AS made ON made.item = item.id),
    copy (original, item) AS (
        SELECT id, id FROM original
        UNION SELECT made.original, made.item FROM message_fingerprint AS made
            JOIN original ON original.id = made.original
        UNION SELECT item.duplicate_of, item.id FROM item JOIN original ON original.id = item.duplicate_of
            LEFT JOIN message_fingerprint AS made ON made.item = item.id WHERE made.sha256 IS NULL),
    told (original, item, mark) AS (
        SELECT copy.original, copy.item,
            coalesce(item_mark.relevance, '') || (copy.item IN (SELECT item FROM privileged))
        FROM copy LEFT JOIN item_mark ON item_mark.item = copy.item)
    SELECT item FROM told
    WHERE original IN (SELECT original FROM told GROUP BY original HAVING count(DISTINCT mark) > 1)
"""
"""The items that are marked otherwise than a duplicate of theirs: see casefile/analysis/duplicates.py."""

_TRUTHS = {
    "attachment": "item.attachments > 0",
    "note": "item.id IN (SELECT coalesce(note.item, passage.item) FROM note "
    "LEFT JOIN passage ON passage.id = note.passage)",
    "passage": "item.id IN (SELECT item FROM passage)",
    "pages": "item.pages > 0",
    "draft": "item.id IN (SELECT item FROM note_draft WHERE reviewer = :reviewer)",
    "seen": f"item.id IN ({_OPENED}) OR item.id IN ({_REVIEWED})",
    "unseen": f"item.id NOT IN ({_OPENED}) AND item.id NOT IN ({_REVIEWED})",
    "reviewed": f"item.id IN ({_REVIEWED})",
    "opened": f"item.id IN ({_OPENED}) AND item.id NOT IN ({_REVIEWED})",
    "ok": "item.state = 'ok'",
    "partial": "item.state = 'partial'",
    "failed": "item.state = 'failed'",
    "relevant": "item.id IN (SELECT item FROM item_mark WHERE relevance = 'relevant')",
    "irrelevant": "item.id IN (SELECT item FROM item_mark WHERE relevance = 'not relevant')",
    "privileged": "item.id IN (SELECT item FROM privilege_call WHERE kind <> 'not-privileged')",
    "duplicate": "item.duplicate_of IS NOT NULL "
    "OR item.id IN (SELECT item FROM message_fingerprint WHERE original IS NOT NULL)",
    "conflicting": f"item.id IN ({_CONFLICTING})",
    "suppressed": "item.id IN (SELECT item FROM suppressed)",
    "tagged": "item.id IN (SELECT item FROM passage JOIN passage_tag ON passage_tag.passage = passage.id "
    "UNION SELECT item FROM item_tag)",
    "attached": "item.depth > 0",
    "locked": "item.locked",
    "signed": among(_PROTECTION, SIGNED),
    "encrypted": f"{among(_PROTECTION, SAID_ENCRYPTED)} OR {among('item.reason', (ENCRYPTED,))}",
    "flagged": "item.flags <> ''",
    "derived": "item.derived",
    "hidden": "item.id IN (SELECT item FROM hidden_text)",
    "ocr": "item.id IN (SELECT rendition.item FROM ocr_page JOIN rendition ON rendition.id = ocr_page.rendition "
    "WHERE ocr_page.confidence IS NOT NULL)",
}

_PROVING = """
    WITH ground AS MATERIALIZED (
        SELECT kind, target FROM allegation_ground WHERE allegation = CAST(:{name} AS INTEGER))
    SELECT target FROM ground WHERE kind = 'passage'
    UNION SELECT passage FROM benefit_proof
        WHERE benefit IN (SELECT target FROM ground WHERE kind = 'benefit')
    UNION SELECT passage FROM endorsement_passage
        WHERE endorsement IN (SELECT target FROM ground WHERE kind = 'endorsement')
"""
"""The passages that an allegation rests on, for and against, themselves or by entries of the ledger."""

_TESTS = {
    "allegation": f"item.id IN (SELECT passage.item FROM passage WHERE passage.id IN ({_PROVING}))",
    "reason": " OR ".join(of_code(told, "{name}") for told in ("item.reason", "item.flags", REMARKS)),
    # Of every item, and of ASCII letters: what names need besides would take six times as long.
    "kind": "item.kind LIKE :{name} ESCAPE '\\' OR item.media_type LIKE :{name} ESCAPE '\\'",
    "role": "item.id IN (SELECT passage.item FROM passage JOIN link ON link.passage = passage.id WHERE role = :{name})",
    "ext": "item.name LIKE :{name} ESCAPE '\\'",
}


def _of_names(compared: Callable[[str, str], str]) -> dict[str, str]:
    """What is asked of names that people gave, by how a column is compared with what is asked for."""
    return {
        "custodian": f"item.custodian IN (SELECT id FROM custodian WHERE {compared('name', '{name}')})",
        "tag": f"item.id IN (WITH named AS MATERIALIZED (SELECT id FROM tag WHERE {compared('tag.name', '{name}')}) "
        "SELECT passage.item FROM passage_tag JOIN passage ON passage.id = passage_tag.passage "
        "WHERE passage_tag.tag IN named UNION SELECT item_tag.item FROM item_tag WHERE item_tag.tag IN named)",
        "production": "item.id IN (SELECT production_item.item FROM production_item "
        "JOIN production ON production.id = production_item.production "
        f"WHERE way <> 'stays' AND {compared('production.title', '{name}')})",
        "by": " OR ".join(
            f"item.id IN ({found} WHERE {compared(f'{table}.reviewer', '{name}')})"
            for table, found in (
                ("passage", "SELECT passage.item FROM passage"),
                (
                    "note",
                    "SELECT coalesce(note.item, passage.item) FROM note LEFT JOIN passage ON passage.id = note.passage",
                ),
                ("privilege_call", "SELECT privilege_call.item FROM privilege_call"),
                ("item_reviewed", "SELECT item_reviewed.item FROM item_reviewed"),
            )
        ),
        "officer": "item.id IN (WITH named AS MATERIALIZED (SELECT id FROM officer "
        f"WHERE {compared('officer.serial', '{name}')} OR {compared('officer.name', '{name}')}) "
        "SELECT passage.item FROM link JOIN passage ON passage.id = link.passage WHERE link.officer IN named "
        "UNION SELECT item_officer.item FROM item_officer WHERE item_officer.officer IN named)",
    }


_TESTS |= _of_names(holds)
_JUST = {
    "kind": "item.kind = :{name} OR item.media_type = :{name}",
    **_of_names(lambda column, name: f"{column} = :{name}"),
}
"""What is asked with = before a name: no longer one that holds it."""


_MARKED = {
    "relevant": _TRUTHS["relevant"],
    "not-relevant": _TRUTHS["irrelevant"],
    "privileged": _TRUTHS["privileged"],
    "none": f"NOT ({_TRUTHS['relevant']} OR {_TRUTHS['irrelevant']} OR {_TRUTHS['privileged']})",
}

_NONE_OF = {
    "unseen": (Condition("is", "seen"),),
    "none": (Condition("mark", "relevant"), Condition("mark", "not-relevant"), Condition("mark", "privileged")),
}

ROLES = {"from": "'from', 'sender'", "to": "'to', 'cc', 'bcc'", "cc": "'cc'", "bcc": "'bcc'"}
"""By field, as what those that it names stand in a message."""

_OF_EVIDENCE = frozenset({*ROLES, "before", "after", "date", "kind", "ext", "size", "in", "reason", "custodian"})
_TRUE_OF_EVIDENCE = frozenset(
    {"attachment", "ok", "partial", "failed", "attached", "locked", "signed", "encrypted", "flagged", "derived"}
)


def of_evidence(condition: Condition) -> bool:
    """Whether what a condition finds depends on items, their people and custodians alone, and on nobody's review."""
    if condition.field in ("is", "has"):
        return truth(condition.value) in _TRUE_OF_EVIDENCE
    return condition.field in _OF_EVIDENCE


def test_of(condition: Condition, name: str, values: dict[str, object]) -> str:
    """What a condition asks for, as SQL on a row of item; what it asks with goes into ``values``, by ``name``.

    Not for conditions on people: see :func:`named`.
    """
    field, value = condition.field, condition.value
    if field in ("is", "has"):
        return _TRUTHS[truth(value) or ""]
    if field in ("before", "after"):
        # Without its Z a minute comes before all its seconds, as a day before all its hours.
        values[name] = value.removesuffix("Z")
        return f"item.date <> '' AND item.date {'<' if field == 'before' else '>='} :{name}"
    if field in _BUILT:
        return _BUILT[field](value, name, values)
    if field in _JUST and value.startswith("="):
        values[name] = value[1:]
        return _JUST[field].format(name=name)
    values[name] = _held(field, value)
    return _TESTS[field].format(name=name)


def _held(field: str, value: str) -> str:
    """What a condition on a name asks with: how it is held there, or what it is."""
    if field in {"reason", "role", "allegation"}:
        return value.lower() if field == "role" else value
    held = pattern(value)
    return f"%.{held[1:-1].removeprefix('.')}" if field == "ext" else held


def _date(value: str, name: str, values: dict[str, object]) -> str:
    """Whole days, months and years at both ends: what sorts before the end of the last of them."""
    ends, tests = between(value), ["item.date <> ''"]
    if ends is not None and ends.low is not None:
        values[f"{name}_low"] = ends.low.removesuffix("Z")
        tests.append(f"item.date >= :{name}_low")
    if ends is not None and ends.high is not None:
        values[f"{name}_high"] = ends.high.removesuffix("Z") + "~"
        tests.append(f"item.date < :{name}_high")
    return " AND ".join(tests)


def _size(value: str, name: str, values: dict[str, object]) -> str:
    ends, tests = between(value), list[str]()
    for end, sign in ((ends and ends.low, ">="), (ends and ends.high, "<=")):
        if end:
            values[key := f"{name}_{len(tests)}"] = size(end)
            tests.append(f"content.size {sign} :{key}")
    return f"item.content IN (SELECT content.id FROM content WHERE {' AND '.join(tests)})"


def none_of(condition: Condition) -> tuple[Condition, ...]:
    """Conditions of which just those items meet none that meet this one, where each of all items would be asked for it.

    What somebody has done something with is told by few rows.
    """
    asked = truth(condition.value) if condition.field in ("is", "has") else condition.value.lower()
    return _NONE_OF.get(asked or "", ()) if condition.field in ("is", "has", "mark") else ()


@dataclass(frozen=True, slots=True)
class Named:
    """People that a condition names: in which roles they are looked for, and SQL that finds them.

    ``with_replies``: of who sent something, who is to be answered counts, too.
    """

    roles: str
    people: str
    with_replies: bool


def named(condition: Condition, values: dict[str, object]) -> list[Named]:
    """Whom a condition on people names; what the SQL asks with goes into ``values``.

    They are parted by ``;``. ``=`` before one means just this one, and no reply address.
    """
    exact: list[str] = []
    patterns: list[str] = []
    parts = condition.value.split(";")
    refuse_too_many(len(parts))
    for number, text in enumerate(part.strip() for part in parts):
        key = f"who_{number}"
        if text.startswith("="):
            exact.append(_just(text[1:].strip(), key, values))
        elif text:
            values[key] = pattern(text)
            patterns.append(f"{holds('address', key)} OR {holds('name', key)}")
    roles = ROLES[condition.field]
    reply = ", 'reply-to'" if condition.field == "from" else ""
    return [
        Named(each, f"SELECT id FROM person WHERE {_either(tests)}", bool(reply) and tests is patterns)
        for each, tests in ((roles, exact), (roles + reply, patterns))
        if tests
    ]


def _just(who: str, key: str, values: dict[str, object]) -> str:
    """One address, all of a domain that is written with its @, or a name that stands without an address."""
    if who.startswith("@"):
        values[key] = f"%{literally(who.lower())}"
        return f"address LIKE :{key} ESCAPE '\\'"
    values |= {key: who.lower(), f"{key}_name": who}
    return f"(address = :{key} OR address = '' AND name = :{key}_name)"


def _either(tests: Sequence[str]) -> str:
    """Any of some tests, by halves: SQLite refuses what is a thousand deep."""
    if len(tests) < 2:
        return "".join(tests) or "0"
    half = len(tests) // 2
    return f"({_either(tests[:half])} OR {_either(tests[half:])})"


MEMBER = re.compile(r"[A-Za-z0-9]+-0*([0-9]{1,15})(?:/(.*))?")
"""The control number of an item, and a folder of it."""


def _inside(value: str, name: str, values: dict[str, object]) -> str:
    """What lies in a container (``ABC-000123``), a folder of it (``ABC-000123/Inbox``), or below an absolute path.

    The last name ``.`` means what lies at the top alone, and not in folders.
    """
    member = MEMBER.fullmatch(value)
    if member is not None:
        values[f"{name}_parent"], folder = int(member[1]), member[2]
        held = f"item.parent = :{name}_parent"
        if not folder:
            return held
        if folder == ".":
            return f"{held} AND item.folder = ''"
        values[name] = folder.rstrip("/")
        return f"{held} AND (item.folder = :{name} OR {_below('item.folder', name)})"
    path, _, last = value.rpartition("/")
    values[name] = path if last == "." else value.rstrip("/")
    full = (
        "CASE WHEN length(source_file.path_bytes) THEN rtrim(source_root.path, '/') || '/' || source_file.path "
        "ELSE source_root.path END"
    )
    wanted = f"full = :{name} OR {_below('full', name)}"
    if last == ".":
        wanted = f"{_below('full', name)} AND NOT instr(substr(full, length(:{name}) + 2), '/')"
    return (
        f"item.id IN (SELECT item FROM (SELECT source_file.item AS item, {full} AS full FROM source_file "
        f"JOIN source_root ON source_root.id = source_file.root) WHERE item IS NOT NULL AND ({wanted}))"
    )


def _below(column: str, name: str) -> str:
    return f"substr({column}, 1, length(:{name}) + 1) = :{name} || '/'"


def _mark(value: str, _name: str, _values: dict[str, object]) -> str:
    return _MARKED[value.lower()]


_BUILT = {"mark": _mark, "in": _inside, "date": _date, "size": _size}
