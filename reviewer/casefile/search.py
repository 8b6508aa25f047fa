"""Find items: the text index and conditions on what is known of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile import noted_words
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.coded import among, of_code
from reviewer.casefile.evidence import texts
from reviewer.domain.ids import ItemId
from reviewer.domain.query import Condition, Query, Term
from reviewer.domain.reasons.compared import ENCRYPTED, SAID_ENCRYPTED, SIGNED
from reviewer.domain.snippet import snippet
from reviewer.errors import InputError

SORTS = {
    "control": "item.id",
    "date": "item.date = '', item.date",
    "sender": "item.sender COLLATE NOCASE",
    "subject": "item.subject COLLATE NOCASE",
    "name": "item.name COLLATE NOCASE",
    "kind": "item.kind",
    "state": "item.state",
    "size": "(SELECT size FROM content WHERE content.id = item.content)",
    "attachments": "item.attachments",
}
"""What a list of items can be sorted by."""

START, STOP = "\x02", "\x03"
"""Around each hit in a snippet; no text of an item holds them after indexing, since control characters are no words."""

MOST_PARTS = 500
"""Words, phrases and conditions in one query; the time that SQLite takes grows with their square."""

_PROTECTION = "coalesce(json_extract(item.metadata, '$.protection'), '')"
_REMARKS = "coalesce(json_extract(item.metadata, '$.defects'), '')"

_TRUTHS = {
    "attachment": "item.attachments > 0",
    "note": "item.id IN (SELECT coalesce(note.item, passage.item) FROM note "
    "LEFT JOIN passage ON passage.id = note.passage)",
    "passage": "item.id IN (SELECT item FROM passage)",
    "pages": "item.pages > 0",
    "read": "item.id IN (SELECT item FROM item_read WHERE reviewer = :reviewer)",
    "unread": "item.id NOT IN (SELECT item FROM item_read WHERE reviewer = :reviewer)",
    "ok": "item.state = 'ok'",
    "partial": "item.state = 'partial'",
    "failed": "item.state = 'failed'",
    "relevant": "item.id IN (SELECT item FROM item_mark WHERE relevance = 'relevant')",
    "irrelevant": "item.id IN (SELECT item FROM item_mark WHERE relevance = 'not relevant')",
    "privileged": "item.id IN (SELECT item FROM item_mark WHERE privileged)",
    "duplicate": "item.duplicate_of IS NOT NULL "
    "OR item.id IN (SELECT item FROM message_fingerprint WHERE original IS NOT NULL)",
    "suppressed": "item.id IN (SELECT item FROM suppressed)",
    "tagged": "item.id IN (SELECT item FROM passage JOIN passage_tag ON passage_tag.passage = passage.id)",
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

_TESTS = {
    "reason": " OR ".join(of_code(told, "{name}") for told in ("item.reason", "item.flags", _REMARKS)),
    "kind": "item.kind {like} OR item.media_type {like}",
    "custodian": "item.custodian IN (SELECT id FROM custodian WHERE name {like})",
    "tag": "item.id IN (SELECT passage.item FROM passage JOIN passage_tag ON passage_tag.passage = passage.id "
    "JOIN tag ON tag.id = passage_tag.tag WHERE tag.name {like})",
    "officer": "item.id IN (SELECT passage.item FROM passage JOIN link ON link.passage = passage.id "
    "JOIN officer ON officer.id = link.officer WHERE officer.serial {like} OR officer.name {like})",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found. In ``snippet`` each hit stands between START and STOP."""

    item: ItemId
    snippet: str


def ids(
    case: Case, query: Query, *, reviewer: str = "", sort: str = "control", descending: bool = False
) -> list[ItemId]:
    """The ids of all items that a query wants, sorted; InputError for a sort or condition that makes no sense."""
    if sort not in SORTS:
        raise InputError(f"items cannot be sorted by “{sort}”", f"Use one of: {', '.join(SORTS)}.")
    where, values = _where(case, query, reviewer)
    direction = " DESC" if descending else ""
    order = ", ".join(part + direction for part in SORTS[sort].split(", "))
    sql = f"SELECT item.id FROM item {where} ORDER BY {order}, item.id{direction}"
    return [ItemId(row[0]) for row in case.rows(sql, values)]


def hits(case: Case, query: Query, *, reviewer: str = "", limit: int = 50, offset: int = 0) -> tuple[int, list[Hit]]:
    """How many items a query finds, and the best with a snippet each; by control number where no words rank them.

    What a reviewer noted the words on comes before the rest.
    """
    _refuse_too_many(query.terms)
    if all(term.negative for term in query.terms):
        found = ids(case, query, reviewer=reviewer)
        return len(found), [Hit(item, "") for item in found[offset : offset + limit]]
    conditions, values = _conditions(query.conditions, reviewer)
    noted = noted_words.matches(case, query.terms)
    first = _that_meet(case, sorted(noted.found), conditions, values)
    total, rest = len(first), first[offset : offset + limit]
    match = match_expression(query.terms)
    if match:
        source = "FROM item_fts"
        if conditions:
            source += " JOIN item ON item.id = item_fts.rowid"
        tests = ["item_fts MATCH :match", *conditions]
        if noted.considered:
            tests.append("item_fts.rowid NOT IN (SELECT value FROM json_each(:noted))")
            values["noted"] = json.dumps(sorted(noted.considered))
        where = " AND ".join(tests)
        values |= {"match": match, "limit": limit - len(rest), "offset": max(offset - len(first), 0)}
        total += int(case.value(f"SELECT count(*) {source} WHERE {where}", values))
        sql = f"SELECT item_fts.rowid AS id {source} WHERE {where} ORDER BY rank LIMIT :limit OFFSET :offset"
        rest += [ItemId(row["id"]) for row in case.rows(sql, values)]
    found_words = texts.of_items(case, rest)
    return total, [
        Hit(item, _snippet(found_words.get(item), texts.notes(case, item) if item in noted.considered else "", query))
        for item in rest
    ]


def _that_meet(
    case: Case, items: Sequence[ItemId], conditions: Sequence[str], values: dict[str, object]
) -> list[ItemId]:
    if not items or not conditions:
        return list(items)
    rows = case.rows(
        f"SELECT id FROM item WHERE id IN (SELECT value FROM json_each(:items)) AND {' AND '.join(conditions)} "
        "ORDER BY id",
        {**values, "items": json.dumps(items)},
    )
    return [ItemId(row["id"]) for row in rows]


def _snippet(words: texts.Words | None, notes: str, query: Query) -> str:
    columns = [] if words is None else [(name, getattr(words, name)) for name in texts.COLUMNS]
    columns.insert(-1, (noted_words.COLUMN, notes))
    return snippet(columns, query.terms, START, STOP)


def match_expression(terms: Sequence[Term]) -> str:
    """The terms as an expression for the index of texts; empty when no word is wanted that could stand there.

    InputError for more than MOST_PARTS.
    """
    _refuse_too_many(terms)
    groups = [[each for each in group if each.column != noted_words.COLUMN] for group in noted_words.groups(terms)]
    if not groups or not all(groups):
        return ""
    wanted = " AND ".join(f"({noted_words.any_of(group)})" for group in groups)
    unwanted = [each for each in terms if each.negative and each.column != noted_words.COLUMN]
    return f"({wanted}) NOT ({noted_words.any_of(unwanted)})" if unwanted else wanted


def _refuse_too_many(parts: Sequence[object]) -> None:
    if len(parts) > MOST_PARTS:
        raise InputError(
            f"a search for {len(parts):,} words or conditions at once is too long; {MOST_PARTS} are the most",
            "To find a longer passage as it stands, put it between quotation marks.",
        )


def _where(case: Case, query: Query, reviewer: str) -> tuple[str, dict[str, object]]:
    parts, values = _conditions(query.conditions, reviewer)
    if query.terms:
        parts.append(f"({_words(case, query.terms, values)})")
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


def _words(case: Case, terms: Sequence[Term], values: dict[str, object]) -> str:
    """The items whose words, or the notes on which, are as wanted."""
    match = match_expression(terms)
    noted = noted_words.matches(case, terms)
    values["found"] = json.dumps(sorted(noted.found))
    values["considered"] = json.dumps(sorted(noted.considered))
    apart = "item.id NOT IN (SELECT value FROM json_each(:considered))" if noted.considered else "1"
    also = "item.id IN (SELECT value FROM json_each(:found))" if noted.found else "0"
    if match:
        values["match"] = match
        return f"item.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :match) AND {apart} OR {also}"
    if any(not term.negative for term in terms):
        return also  # wanted is what only notes can have
    unwanted = [term for term in terms if term.column != noted_words.COLUMN]
    if not unwanted:
        return apart
    values["match"] = noted_words.any_of(unwanted)
    return f"item.id NOT IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :match) AND {apart}"


def _conditions(conditions: Sequence[Condition], reviewer: str) -> tuple[list[str], dict[str, object]]:
    _refuse_too_many(conditions)
    parts: list[str] = []
    values: dict[str, object] = {"reviewer": reviewer}
    for number, condition in enumerate(conditions):
        part = _condition(condition, f"v{number}", values)
        parts.append(f"NOT ({part})" if condition.negative else f"({part})")
    return parts, values


def _truth(field: str, value: str) -> str:
    truth = _TRUTHS.get(value.lower()) or _TRUTHS.get(value.lower().removesuffix("s"))
    if truth is None:
        raise InputError(f"“{field}:{value}” is no condition", f"Use {field}: with one of: {', '.join(_TRUTHS)}.")
    return truth


def _condition(condition: Condition, name: str, values: dict[str, object]) -> str:
    field, value = condition.field, condition.value
    if field in ("is", "has"):
        return _truth(field, value)
    if field in ("before", "after"):
        values[name] = value
        return f"item.date <> '' AND item.date {'<' if field == 'before' else '>='} :{name}"
    if field == "in":
        return _inside(value, name, values)
    if field in ("from", "to"):
        return _people(field, value, name, values)
    if field == "between":
        return _between(value, name, values)
    values[name] = value if field == "reason" else _anywhere(value)
    return _TESTS[field].format(like=f"LIKE :{name} ESCAPE '\\'", name=name)


def _between(value: str, name: str, values: dict[str, object]) -> str:
    """What went from people on one side of a ``|`` to people on the other, or back."""
    one, bar, other = value.partition("|")
    if not bar or not one.strip() or not other.strip():
        raise InputError(f"“between:{value}” names one side only", 'Write it like between:"moore@police.example|vale".')
    ways = ((one, other), (other, one))
    return " OR ".join(
        f"({_people('from', sender, f'{name}_{way}f', values)} AND {_people('to', receiver, f'{name}_{way}t', values)})"
        for way, (sender, receiver) in enumerate(ways)
    )


def _people(field: str, value: str, name: str, values: dict[str, object]) -> str:
    """Any of the people parted by ``;``. ``=`` before an address means just this one, and no reply address."""
    exact: list[str] = []
    patterns: list[str] = []
    parts = value.split(";")
    _refuse_too_many(parts)
    for number, text in enumerate(part.strip() for part in parts):
        if not text:
            continue
        key = f"{name}_{number}"
        if text.startswith("="):
            values[key] = text[1:].strip().lower()
            exact.append(f"address = :{key}")
        else:
            values[key] = _anywhere(text)
            like = f"LIKE :{key} ESCAPE '\\'"
            patterns.append(f"address {like} OR name {like}")
    roles = "'from', 'sender'" if field == "from" else "'to', 'cc', 'bcc'"
    reply = ", 'reply-to'" if field == "from" else ""
    tests = []
    if exact:
        people = f"SELECT id FROM person WHERE {' OR '.join(exact)}"
        tests.append(f"item.id IN (SELECT item FROM item_person WHERE role IN ({roles}) AND person IN ({people}))")
    if patterns:
        # From the item on: a pattern may be of most people, and the index of each would be gone through.
        people = f"SELECT id FROM person WHERE {' OR '.join(patterns)}"
        tests.append(
            "EXISTS (SELECT 1 FROM item_person WHERE item_person.item = item.id "
            f"AND role IN ({roles}{reply}) AND +person IN ({people}))"
        )
    return " OR ".join(tests) or "0"


def _anywhere(text: str) -> str:
    """The pattern of what holds a text anywhere."""
    return "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


_MEMBER = re.compile(r"[A-Za-z0-9]+-0*([0-9]{1,15})(?:/(.*))?")


def _inside(value: str, name: str, values: dict[str, object]) -> str:
    """What lies in a container (``ABC-000123``), a folder of it (``ABC-000123/Inbox``), or below an absolute path.

    The last name ``.`` means what lies at the top alone, and not in folders.
    """
    member = _MEMBER.fullmatch(value)
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
