"""Productions: their items and numbers, and the facts of their delivery and recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile.analysis import item_groups
from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.domain import clock
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import (
    Delivery,
    Drop,
    FamilyPlace,
    Node,
    Numbering,
    Part,
    Production,
    ProductionId,
    ProductionItemId,
    ProductionOrder,
    most,
)
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.people.person_names import same_person
from reviewer.errors import InputError, NotFoundError

_SELECT = """
    SELECT production.*, delivery.reviewer AS delivered_by, delivery.at AS delivered, delivery.remark,
           dropping.reviewer AS dropped_by, dropping.at AS dropped, dropping.reason AS dropped_why,
           dropping.follows AS followed
    FROM production LEFT JOIN production_delivery AS delivery ON delivery.production = production.id
         LEFT JOIN production_drop AS dropping ON dropping.production = production.id
"""
_PARTS = """
    SELECT part.*, recall.reason AS recalled
    FROM production_item AS part LEFT JOIN production_recall AS recall ON recall.production_item = part.id
"""


def listed(case: Case) -> list[Production]:
    """All productions, in the order they were made."""
    return [_production(row) for row in case.rows(_SELECT + "ORDER BY production.id")]


def get(case: Case, number: int) -> Production:
    """One production; NotFoundError when there is none of that number."""
    row = case.row(_SELECT + "WHERE production.id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no production {number}", "`reviewer production list CASE` has all of them.")
    return _production(row)


def live(case: Case, number: int) -> Production:
    """One production from which something may leave; NotFoundError, or InputError when it was dropped."""
    found = get(case, number)
    if found.drop is not None:
        raise InputError(
            f"production {number} was dropped by {found.drop.reviewer} on {found.drop.at[:10]}: {found.drop.reason}",
            "Nothing leaves with its numbers, and they are not given again. Create another production.",
        )
    return found


def dropped_before(case: Case, production: Production) -> list[Production]:
    """The dropped productions that left a gap in the numbers of a prefix before those of a production, in order."""
    rows = case.rows(
        _SELECT + "WHERE dropping.id IS NOT NULL AND lower(prefix) = lower(?) AND last < ? ORDER BY first",
        (production.numbering.prefix, production.first),
    )
    return [_production(row) for row in rows]


def entry_of(case: Case, production: ProductionId) -> int:
    """The entry of the trail by which a production was made; 0 where there is none."""
    sql = """
        SELECT min(audit.id) FROM audit, json_each(audit.detail, '$.changes') AS change
        WHERE audit.act = 'production add' AND json_extract(change.value, '$[0]') = 'production'
        AND json_extract(change.value, '$[1]') = ?
    """
    return int(case.value(sql, (production,)) or 0)


def follower(case: Case, production: ProductionId) -> ProductionId | None:
    """The production that supplements this one, if there is one."""
    found = case.value("SELECT id FROM production WHERE follows = ?", (production,))
    return None if found is None else ProductionId(found)


def parts(case: Case, production: ProductionId) -> list[Part]:
    """What becomes of each item of a production, in its order."""
    rows = case.rows(_PARTS + "WHERE part.production = ? ORDER BY part.position", (production,))
    return [_part(row) for row in rows]


def newest(case: Case, item: ItemId) -> tuple[Production, Part] | None:
    """The newest production, of those not dropped, that hands over an item, and what becomes of it there."""
    row = case.row(
        _PARTS
        + """WHERE part.item = ? AND part.way IN ('goes', 'redacted')
             AND part.production NOT IN (SELECT production FROM production_drop)
             ORDER BY part.production DESC LIMIT 1""",
        (item,),
    )
    return None if row is None else (get(case, row["production"]), _part(row))


def next_number(case: Case, prefix: str) -> int | None:
    """The number after the last that was given with a prefix, whatever the case of its letters; None for a new one."""
    found = case.value("SELECT max(last) FROM production WHERE lower(prefix) = lower(?)", (prefix,))
    return None if found is None else int(found) + 1


def same_prefix(case: Case, prefix: str) -> Numbering | None:
    """How numbers with a prefix were written so far, whatever the case of its letters."""
    row = case.row("SELECT prefix, width FROM production WHERE lower(prefix) = lower(?) ORDER BY id", (prefix,))
    return None if row is None else Numbering(row["prefix"], row["width"])


def delivered_to(case: Case, receiver: str) -> dict[ItemId, Way]:
    """The items that a receiver was handed and that were not recalled, and how most of each was handed over."""
    theirs = [each.id for each in listed(case) if each.delivery is not None and same_person(each.receiver, receiver)]
    had: dict[ItemId, list[Way]] = {}
    for production in theirs:
        for part in parts(case, production):
            if part.numbered and not part.recalled:
                had.setdefault(part.item, []).append(part.way)
    return {item: most(ways) for item, ways in had.items()}


def same_receiver(one: Production, other: Production) -> bool:
    """Whether two productions are for one receiver, however the name is typed."""
    return same_person(one.receiver, other.receiver)


def recalled_from(case: Case, receiver: str) -> set[ItemId]:
    """The items that a receiver was asked to give back."""
    theirs = [each.id for each in listed(case) if same_person(each.receiver, receiver)]
    return {part.item for production in theirs for part in parts(case, production) if part.recalled}


def nodes(case: Case) -> dict[ItemId, Node]:
    """The place of every item."""
    rows = case.tuples("SELECT id, parent, kind, position FROM item")
    return {
        ItemId(item): Node(ItemId(item), None if parent is None else ItemId(parent), Kind(kind), position)
        for item, parent, kind, position in rows
    }


def family_places(case: Case, tops: Sequence[ItemId]) -> list[FamilyPlace]:
    """By what the families of some outermost items are put in order."""
    threads = item_groups.groups(case, Grouping.THREAD)
    return [
        FamilyPlace(each.id, each.date, each.custodian, ItemId(threads[each.id])) for each in items.iterate(case, tops)
    ]


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def add(act: Act, values: Mapping[str, Any], members: Sequence[Part]) -> ProductionId:
    """Keep a production and what becomes of each of its items, all of them numbered."""
    number = act.insert("production", {**values, "at": clock.now()})
    for position, part in enumerate(members, 1):
        act.insert(
            "production_item",
            {
                "production": number,
                "position": position,
                "item": part.item,
                "family": part.family,
                "way": part.way.value,
                "reason": part.reason,
                "native": int(part.native),
                "rendition": part.rendition,
                "first": part.first or None,
                "last": part.last or None,
            },
        )
    return ProductionId(number)


def deliver(act: Act, production: ProductionId, reviewer: str, remark: str) -> None:
    """Keep the fact that a production was handed over. It is told by facts and not by rows: nothing takes it back."""
    at = clock.now()
    act.case.execute(
        "INSERT INTO production_delivery (production, reviewer, at, remark) VALUES (?,?,?,?)",
        (production, reviewer, at, remark),
    )
    act.facts.update({"production": production, "delivered": at, "remark": remark})


def recall(act: Act, part: Part, reviewer: str, reason: str) -> None:
    """Keep the fact that an item was called back."""
    at = clock.now()
    act.case.execute(
        "INSERT INTO production_recall (production_item, reason, reviewer, at) VALUES (?,?,?,?)",
        (part.id, reason, reviewer, at),
    )
    act.facts.update({"first": part.first, "last": part.last, "reason": reason, "recalled": at})


def drop(act: Act, production: Production, reviewer: str, reason: str) -> None:
    """Keep a production from leaving for good; another may supplement what it supplemented. A reviewer's act."""
    act.insert(
        "production_drop",
        {
            "production": production.id,
            "follows": production.follows,
            "reason": reason,
            "reviewer": reviewer,
            "at": clock.now(),
        },
    )
    if production.follows is not None:
        act.update("production", production.id, {"follows": None})


# ── undo ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bundled(case: Case, production: ProductionId) -> str | None:
    """When numbers of a production first left, in a bundle, a log or a report, as the trail tells; None if never."""
    found = case.value(
        """SELECT at FROM audit WHERE act IN ('bundle export', 'privilege log', 'report export')
           AND json_extract(detail, '$.facts.production') = ?
           ORDER BY id LIMIT 1""",
        (production,),
    )
    return None if found is None else str(found)


def refuse_undo(case: Case, entry: audit.AuditEntry) -> None:
    """InputError when an undo would take away a production that was delivered, written or supplemented."""
    for change in entry.changes:
        if change.table == "production_drop" and change.before is None and change.after is not None:
            _refuse_undropping(case, get(case, int(change.after["production"])), entry)
        if change.table != "production" or change.after is None or change.before is not None:
            continue
        found = get(case, change.id)
        if found.drop is not None:
            raise InputError(
                f"production {found.id} was dropped since by {found.drop.reviewer}, so it stays as it is",
                "Its numbers are not given again.",
            )
        if found.delivery is not None:
            raise InputError(
                f"production {found.id} was delivered to {found.receiver} on {found.delivery.at[:10]}, so it stays",
                "What should not have gone is called back: `reviewer production recall`.",
            )
        if (when := bundled(case, found.id)) is not None:
            raise InputError(
                f"numbers of production {found.id} left in a bundle, a log or a report on {when[:10]}: they are given",
                "If it went to nobody, destroy what was written; the numbers stay with it all the same.",
            )
        if (later := follower(case, found.id)) is not None:
            raise InputError(f"production {later} supplements production {found.id}", "Undo the later one first.")
        if next_number(case, found.numbering.prefix) != found.last + 1:
            raise InputError(
                f"later numbers with {found.numbering.prefix} were given after production {found.id}",
                "Without it there would be a gap. Undo the later production first.",
            )


def _refuse_undropping(case: Case, found: Production, entry: audit.AuditEntry) -> None:
    """InputError when a receiver was told that the numbers are not used, or another took its place."""
    told = case.value(
        """SELECT at FROM audit WHERE act IN ('bundle export', 'privilege log') AND id > ?
           AND json_extract(detail, '$.facts.production') IN
               (SELECT id FROM production WHERE lower(prefix) = lower(?) AND first > ?)
           ORDER BY id LIMIT 1""",
        (entry.id, found.numbering.prefix, found.last),
    )
    if told is not None:
        raise InputError(
            f"that {found.numbers} are not used was told in a bundle or a log on {told[:10]}, so it stays so",
            "Create another production.",
        )
    if found.follows is not None and (later := follower(case, found.follows)) is not None:
        raise InputError(
            f"production {later} supplements production {found.follows} since", "Undo or drop that one first."
        )


def refuse_again(case: Case, undone: audit.AuditEntry) -> None:
    """InputError when doing an undone production again would give numbers twice, or leave a gap."""
    for change in undone.changes:
        if change.table == "production_drop" and change.before is not None and change.after is None:
            found = get(case, int(change.before["production"]))
            if found.delivery is not None:
                raise InputError(f"production {found.id} was delivered since, so it is not dropped")
        if change.table != "production" or change.before is None or change.after is not None:
            continue
        prefix, first = str(change.before["prefix"]), int(change.before["first"])
        if (following := next_number(case, prefix)) is not None and following != first:
            raise InputError(
                f"numbers with {prefix} were given to another production since", "Create the production anew."
            )


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _production(row: Any) -> Production:
    handed = Delivery(row["delivered_by"], row["delivered"], row["remark"]) if row["delivered"] else None
    dropped = Drop(row["dropped_by"], row["dropped"], row["dropped_why"]) if row["dropped"] else None
    follows = row["follows"] if row["followed"] is None else row["followed"]
    return Production(
        id=ProductionId(row["id"]),
        title=row["title"],
        receiver=row["receiver"],
        query=row["query"],
        numbering=Numbering(row["prefix"], row["width"]),
        first=row["first"],
        last=row["last"],
        confidentiality=row["confidentiality"],
        natives=frozenset(map(Kind, row["natives"].split())),
        follows=None if follows is None else ProductionId(follows),
        reviewer=row["reviewer"],
        at=row["at"],
        delivery=handed,
        drop=dropped,
        order=ProductionOrder(row["arranged"]),
        sources=bool(row["sources"]),
    )


def _part(row: Any) -> Part:
    first, last = row["first"] or 0, row["last"] or 0
    return Part(
        item=ItemId(row["item"]),
        family=ItemId(row["family"]),
        way=Way(row["way"]),
        reason=row["reason"],
        native=bool(row["native"]),
        rendition=None if row["rendition"] is None else RenditionId(row["rendition"]),
        pages=last - first + 1 if first else 0,
        first=first,
        last=last,
        id=ProductionItemId(row["id"]),
        recalled=row["recalled"] or "",
    )
