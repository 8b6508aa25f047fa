"""The account of what was taken in, counted from the rows and never from a running total."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.casefile import items
from reviewer.casefile.case import Case
from reviewer.domain.account import Account, Container, Counts, Failure
from reviewer.domain.item import control_number

_FAILED = "(item.state = 'failed')"
_DUPLICATE = "(item.state <> 'failed' AND item.duplicate_of IS NOT NULL)"


def account(case: Case) -> Account:
    """Every container with its counts, and every item that failed or could be read only in part, by name."""
    prefix = items.prefix(case)
    return Account(
        (*_roots(case), *_inner(case, prefix)), tuple(_failures(case, prefix)), tuple(_items(case, prefix, "partial"))
    )


def _roots(case: Case) -> Iterator[Container]:
    rows = case.rows(
        f"""SELECT source_root.path AS path, count(*) AS declared,
                   sum(source_file.state = 'failed' OR (item.id IS NOT NULL AND {_FAILED})) AS failed,
                   sum(source_file.state <> 'failed' AND item.id IS NOT NULL AND {_DUPLICATE}) AS duplicates,
                   sum(source_file.state = 'done' AND item.id IS NOT NULL
                       AND NOT {_FAILED} AND NOT {_DUPLICATE}) AS extracted
            FROM source_root JOIN source_file ON source_file.root = source_root.id
            LEFT JOIN item ON item.id = source_file.item
            GROUP BY source_root.id ORDER BY source_root.id"""
    )
    for row in rows:
        yield Container(row["path"], "", Counts(row["declared"], row["extracted"], row["failed"], row["duplicates"]))


def _inner(case: Case, prefix: str) -> Iterator[Container]:
    rows = case.rows(
        f"""SELECT holder.id, holder.name, holder.subject, holder.declared, holder.kind,
                   count(item.id) AS found, coalesce(sum({_FAILED}), 0) AS failed,
                   coalesce(sum({_DUPLICATE}), 0) AS duplicates
            FROM item AS holder LEFT JOIN item ON item.parent = holder.id
            WHERE holder.declared > 0 OR holder.kind = 'mbox'
            GROUP BY holder.id ORDER BY holder.id"""
    )
    for row in rows:
        control = control_number(prefix, row["id"])
        extracted = row["found"] - row["failed"] - row["duplicates"]
        counts = Counts(row["declared"], extracted, row["failed"], row["duplicates"])
        yield Container((row["subject"] if row["kind"] == "email" else "") or row["name"] or control, control, counts)


def _failures(case: Case, prefix: str) -> Iterator[Failure]:
    for row in case.rows("SELECT path, reason FROM source_file WHERE state = 'failed' ORDER BY id"):
        yield Failure(row["path"], "", row["reason"])
    yield from _items(case, prefix, "failed")


def _items(case: Case, prefix: str, state: str) -> Iterator[Failure]:
    rows = case.rows("SELECT id, parent, path, name, reason FROM item WHERE state = ? ORDER BY id", (state,))
    for row in rows:
        path = row["path"] if row["parent"] is None else f"{row['path']} › {row['name']}"
        yield Failure(path, control_number(prefix, row["id"]), row["reason"])
