"""Find items: the text index and conditions on what is known of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.query import Condition, Query, Term
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
    "signed": "coalesce(json_extract(item.metadata, '$.protection'), '') LIKE '%, not checked%'",
    "encrypted": "coalesce(json_extract(item.metadata, '$.protection'), '') LIKE '%encrypted (%' "
    "OR item.reason LIKE 'it is encrypted (%'",
    "flagged": "item.flags <> ''",
    "derived": "item.derived",
    "hidden": "item.id IN (SELECT item FROM hidden_text)",
    "ocr": "item.id IN (SELECT rendition.item FROM ocr_page JOIN rendition ON rendition.id = ocr_page.rendition "
    "WHERE ocr_page.confidence IS NOT NULL)",
}

_LIKE = {
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
    where, values = _where(query, reviewer)
    direction = " DESC" if descending else ""
    order = ", ".join(part + direction for part in SORTS[sort].split(", "))
    sql = f"SELECT item.id FROM item {where} ORDER BY {order}, item.id{direction}"
    return [ItemId(row[0]) for row in case.rows(sql, values)]


def hits(case: Case, query: Query, *, reviewer: str = "", limit: int = 50, offset: int = 0) -> tuple[int, list[Hit]]:
    """How many items a query finds, and the best with a snippet each; by control number where no words rank them."""
    match = match_expression(query.terms)
    if not match:
        found = ids(case, query, reviewer=reviewer)
        return len(found), [Hit(item, "") for item in found[offset : offset + limit]]
    conditions, values = _conditions(query.conditions, reviewer)
    values |= {"match": match, "limit": limit, "offset": offset}
    source = "FROM item_fts"
    if conditions:
        source += " JOIN item ON item.id = item_fts.rowid"
    where = " AND ".join(["item_fts MATCH :match", *conditions])
    total = int(case.value(f"SELECT count(*) {source} WHERE {where}", values))
    rows = case.rows(
        f"""SELECT item_fts.rowid AS id, snippet(item_fts, -1, '{START}', '{STOP}', '…', 14) AS snippet {source}
            WHERE {where} ORDER BY rank LIMIT :limit OFFSET :offset""",
        values,
    )
    return total, [Hit(ItemId(row["id"]), row["snippet"]) for row in rows]


def match_expression(terms: Sequence[Term]) -> str:
    """The terms as an FTS5 expression; empty when no word is wanted. Words are quoted, so none is taken for syntax.

    InputError for more than MOST_PARTS.
    """
    _refuse_too_many(terms)
    groups: list[list[str]] = []
    for term in terms:
        if term.negative:
            continue
        if term.either and groups:
            groups[-1].append(_phrase(term))
        else:
            groups.append([_phrase(term)])
    if not groups:
        return ""
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    unwanted = [_phrase(term) for term in terms if term.negative]
    return f"({wanted}) NOT ({' OR '.join(unwanted)})" if unwanted else wanted


def _refuse_too_many(parts: Sequence[object]) -> None:
    if len(parts) > MOST_PARTS:
        raise InputError(
            f"a search for {len(parts):,} words or conditions at once is too long; {MOST_PARTS} are the most",
            "To find a longer passage as it stands, put it between quotation marks.",
        )


def _phrase(term: Term) -> str:
    text = '"' + " ".join(term.words) + '"' + ("*" if term.prefix else "")
    return f"{term.column} : {text}" if term.column else text


def _where(query: Query, reviewer: str) -> tuple[str, dict[str, object]]:
    parts, values = _conditions(query.conditions, reviewer)
    match = match_expression(query.terms)
    if match:
        parts.append("item.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :match)")
        values["match"] = match
    elif query.terms:  # nothing but words that are not wanted
        unwanted = " OR ".join(_phrase(term) for term in query.terms)
        parts.append("item.id NOT IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :match)")
        values["match"] = unwanted
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


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
    values[name] = _anywhere(value)
    like = f"LIKE :{name} ESCAPE '\\'"
    return _LIKE[field].format(like=like)


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
    named = [_named(exact, roles), _named(patterns, roles + reply)]
    return f"item.id IN ({' UNION ALL '.join(filter(None, named)) or 'SELECT 0'})"


def _named(tests: Sequence[str], roles: str) -> str:
    """The items that have in one of some roles any of the people of whom a test holds; empty without a test."""
    people = f"SELECT id FROM person WHERE {' OR '.join(tests)}"
    return f"SELECT item FROM item_person WHERE role IN ({roles}) AND person IN ({people})" if tests else ""


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
