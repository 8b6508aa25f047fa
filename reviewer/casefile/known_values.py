"""What a case has that a query can name, as far as it is typed: a few at a time, those that begin so first.

Each is asked of its own small table, or of an index, so that it takes no longer in a large case. Reasons and media
types are gathered once from all items, and kept as long as the evidence is the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from reviewer.casefile import item_sets
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.held_text import holds, literally, pattern
from reviewer.casefile.query_conditions import MEMBER, REMARKS
from reviewer.casefile.query_names import REVIEWERS, is_of
from reviewer.domain.evidence.item import control_number
from reviewer.domain.query import folded
from reviewer.domain.query_completion import Known, among
from reviewer.domain.query_meanings import VALUES
from reviewer.domain.reasons.vocabulary import ENGLISH, pieces

_LAST = "\U0010ffff"
_ENDING = re.compile(r"[a-z0-9_-]{1,10}")
_MOST_ENDINGS = 1_000
_CONTAINERS = "('mbox', 'store', 'archive', 'folder')"


def known(case: Case, field: str, typed: str, most: int) -> list[Known]:
    """What a field can name; one more than ``most`` where there is more."""
    return _KNOWN[field](case, typed, most + 1) if field in _KNOWN else []


def _named(table: str, *, name: str = "name", means: str = "''") -> Callable[[Case, str, int], list[Known]]:
    """By the name of each, wherever in it that stands."""
    sql = f"SELECT {name} AS name, {means} AS means FROM {table} WHERE {holds(name, 'typed')}"
    return lambda case, typed, most: _rows(case, sql, typed, most)


def _rows(case: Case, sql: str, typed: str, most: int) -> list[Known]:
    """Those of which the name begins so come first."""
    ordered = f"SELECT name, means FROM ({sql}) ORDER BY folded(name) NOT LIKE :begins ESCAPE '\\', name LIMIT :most"
    values = {"typed": pattern(typed), "begins": f"{literally(folded(typed))}%", "most": most}
    return [Known(str(name), str(means)) for name, means in case.tuples(ordered, values)]


def _officers(case: Case, typed: str, most: int) -> list[Known]:
    """By serial, or by name where that is what is typed."""
    sql = (
        "SELECT serial AS name, trim(rank || ' ' || name) AS means FROM officer "
        f"WHERE {holds('serial', 'typed')} OR {holds('name', 'typed')}"
    )
    return _rows(case, sql, typed, most)


def _allegations(case: Case, typed: str, most: int) -> list[Known]:
    """By number, with whose it is and under which clause."""
    sql = (
        "SELECT allegation.id, officer.name, clause.code FROM allegation "
        "JOIN officer ON officer.id = allegation.officer JOIN clause ON clause.id = allegation.clause "
        "WHERE CAST(allegation.id AS TEXT) LIKE ? ESCAPE '\\' ORDER BY allegation.id LIMIT ?"
    )
    found = case.tuples(sql, (f"{literally(typed)}%", most))
    return [Known(str(number), f"{name}, {code}") for number, name, code in found]


def _reviewers(case: Case, typed: str, most: int) -> list[Known]:
    sql = f"SELECT reviewer AS name, '' AS means FROM ({REVIEWERS}) WHERE {holds('reviewer', 'typed')}"
    return _rows(case, sql, typed, most)


def _people(case: Case, typed: str, most: int) -> list[Known]:
    """Addresses that begin so, then names of others of which a word does; of domains, those that begin so."""
    if not typed:  # whoever comes first by the alphabet is meant by nobody
        return []
    if typed.startswith("@"):
        sql = (
            "SELECT DISTINCT substr(address, instr(address, '@')) FROM person WHERE address LIKE ? ESCAPE '\\' LIMIT ?"
        )
        return [Known(str(domain)) for (domain,) in case.tuples(sql, (f"%{literally(typed.lower())}%", most))]
    sql = "SELECT DISTINCT address FROM person WHERE address > '' AND address >= ? AND address < ? ORDER BY 1 LIMIT ?"
    found = [str(address) for (address,) in case.tuples(sql, (typed.lower(), typed.lower() + _LAST, most))]
    names = _names_of(case, found)
    begun = [Known(each, names.get(each, "")) for each in found]
    if len(begun) >= most:
        return begun
    called = f"{holds('name', 'begins')} OR {holds('name', 'within')}"
    sql = f"SELECT DISTINCT name, address FROM person WHERE ({called}) AND name <> address LIMIT :most"
    begins = f"{literally(folded(typed))}%"
    rows = case.tuples(sql, {"begins": begins, "within": f"% {begins}", "most": most})
    by_name = {str(name): str(address) for name, address in rows if address not in found}
    return [*begun, *(Known(*each) for each in sorted(by_name.items()))][:most]


def _names_of(case: Case, addresses: Iterable[str]) -> dict[str, str]:
    sql = "SELECT address, min(name) FROM person WHERE name <> '' AND address IN (SELECT value FROM json_each(?))"
    return {
        str(address): str(name)
        for address, name in case.tuples(f"{sql} GROUP BY address", (json.dumps(list(addresses)),))
    }


def _kinds(case: Case, typed: str, most: int) -> list[Known]:
    """Kinds; media types once it is one that is typed."""
    if "/" not in typed:
        return among(VALUES["kind"], typed)
    types = case.kept("media types", lambda: _media_types(case), evidence=True)
    return [Known(name) for name in types if typed.lower() in name][:most]


def _media_types(case: Case) -> list[str]:
    counted = item_sets.known_kinds(case)
    if counted is not None:
        return sorted({media for _, media in counted if media})
    return sorted(str(name) for (name,) in case.tuples("SELECT DISTINCT media_type FROM item WHERE media_type <> ''"))


def _endings(case: Case, typed: str, most: int) -> list[Known]:
    """How names of files end, the most frequent first."""
    begin = typed.lower().removeprefix(".")
    return [Known(each) for each in endings(case) if each.startswith(begin)][:most]


def endings(case: Case) -> list[str]:
    """How names of files end, the most frequent first."""
    return case.kept("endings of names", lambda: _counted_endings(case), evidence=True)


def _counted_endings(case: Case) -> list[str]:
    sql = """SELECT lower(substr(name, length(rtrim(name, replace(name, '.', ''))) + 1)) AS ending FROM item
             WHERE name LIKE '%.%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?"""
    return [str(each) for (each,) in case.tuples(sql, (_MOST_ENDINGS,)) if _ENDING.fullmatch(str(each))]


def _reasons(case: Case, typed: str, most: int) -> list[Known]:
    """Codes that items have, and their families."""
    known = codes(case)
    there = sorted({*known, *(code.partition(".")[0] for code in known)})
    begins = [each for each in there if each.startswith(typed.lower())]
    return [Known(each, _sentence(each)) for each in begins][:most]


def codes(case: Case) -> list[str]:
    """The codes of all reasons, flags and remarks that items have."""
    return case.kept("reasons of items", lambda: _codes(case), evidence=True)


def _codes(case: Case) -> list[str]:
    """Read along the items once; whether metadata tell of remarks is looked at before they are parsed: that is slow."""
    odd = "instr(item.metadata, '\"defects\"') > 0"
    sql = f"""SELECT item.reason, item.flags, iif({odd}, {REMARKS}, '') FROM item
              WHERE item.reason <> '' OR item.flags <> '' OR {odd}"""
    packed = {each for row in case.tuples(sql) for each in row if each}
    found = {str(reason[0]) for each in packed for reason in json.loads(each)}
    return sorted(found.intersection(ENGLISH))


def _sentence(code: str) -> str:
    """What a code says, whatever its arguments."""
    if code not in ENGLISH:
        return "any of this family"
    return "".join(f"{words}{'…' if name is not None else ''}" for words, name, _ in pieces(ENGLISH[code]))


def _days(case: Case, typed: str, most: int) -> list[Known]:
    """Years of which there are items, months of one that is typed, and days of such a month."""
    length = next((each for each in (4, 7, 10) if len(typed) < each), 0)
    begin = f"{typed}-" if len(typed) in (4, 7) else typed
    found, after = list[Known](), begin
    sql = "SELECT min(date) FROM item WHERE date > '' AND date >= ? AND date < ?"  # by its index
    while length and len(found) < most and (first := case.value(sql, (after, begin + _LAST))):
        found.append(Known(first[:length]))
        after = first[:length] + _LAST
    return found


def _items(case: Case, typed: str, most: int) -> list[Known]:
    """By control number, or the digits of one."""
    start = items.prefix(case)
    begins, dash, digits = typed.rpartition("-")
    if not dash and not typed.isdecimal():
        begins, digits = typed, ""
    fits = start.lower() == begins.lower() if dash else start.lower().startswith(begins.lower())
    if not fits or (digits and not (digits.isascii() and digits.isdecimal() and len(digits) < 16)):
        return []
    sql = "SELECT id, subject, name FROM item WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
    found = list[Known]()
    for low, high in _ranges(digits):
        for item, subject, name in case.tuples(sql, (low, high, most - len(found))):
            found.append(Known(control_number(start, item), str(subject or name)))
    return found


def _ranges(digits: str) -> list[tuple[int, int]]:
    """The numbers that begin so, from the shortest on; with a zero in front, as a control number of six digits does."""
    if not digits.strip("0"):
        return [(1, 10 ** max(6 - len(digits), 0) - 1 if digits else 2**62)]
    if digits.startswith("0"):
        return [(int(digits.ljust(6, "0")), int(digits.ljust(6, "9")))]
    return [(int(digits) * 10**more, (int(digits) + 1) * 10**more - 1) for more in range(7)]


def _places(case: Case, typed: str, most: int) -> list[Known]:
    """Paths that were taken in, containers, and the folders of one that is typed."""
    member = MEMBER.fullmatch(typed)
    if member is not None and member[2] is not None:
        if not is_of(case, typed):
            return []
        sql = "SELECT DISTINCT folder FROM item WHERE parent = ? AND folder LIKE ? ESCAPE '\\' AND folder <> '' LIMIT ?"
        rows = case.tuples(sql, (int(member[1]), f"{literally(member[2])}%", most))
        return [Known(f"{typed.partition('/')[0]}/{folder}") for (folder,) in rows]
    sql = "SELECT DISTINCT path FROM source_root WHERE path LIKE ? ESCAPE '\\' ORDER BY path LIMIT ?"
    roots = [Known(str(path)) for (path,) in case.tuples(sql, (f"{literally(typed)}%", most))]
    if typed.startswith("/"):
        return roots
    start = items.prefix(case)
    containers = case.kept("containers", lambda: _held(case), evidence=True)
    named = ((control_number(start, item), name) for item, name in containers)
    like = [Known(*each) for each in named if each[0].startswith(typed.upper()) or folded(typed) in folded(each[1])]
    return [*like, *roots][:most]


def _held(case: Case) -> list[tuple[int, str]]:
    sql = f"SELECT id, name FROM item WHERE kind IN {_CONTAINERS} ORDER BY id"
    return [(int(item), str(name)) for item, name in case.tuples(sql)]


_KNOWN: dict[str, Callable[[Case, str, int], list[Known]]] = {
    "tag": _named("tag", means="definition"),
    "custodian": _named("custodian"),
    "production": _named("production", name="title"),
    "saved": _named("saved_search", means="substr(replace(query, char(10), ' '), 1, 100)"),
    "allegation": _allegations,
    "officer": _officers,
    "by": _reviewers,
    "kind": _kinds,
    "ext": _endings,
    "reason": _reasons,
    "in": _places,
    **dict.fromkeys(("date", "before", "after"), _days),
    **dict.fromkeys(("thread", "family", "near"), _items),
    **dict.fromkeys(("from", "to", "cc", "bcc", "between"), _people),
}
