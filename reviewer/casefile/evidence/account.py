"""The account of what was taken in, counted from the rows and never from a running total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import intakes, items
from reviewer.casefile.evidence.coded import among
from reviewer.domain.evidence.account import Account, Container, Counts, Failure, Folder, total
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import IntakeId
from reviewer.domain.reasons.compared import RECOVERED
from reviewer.domain.reasons.reason import unpack

_FAILED = "(item.state = 'failed')"
_OURS = "(:intake IS NULL OR {}.intake = :intake)"
_DUPLICATE = "(item.state <> 'failed' AND item.duplicate_of IS NOT NULL)"

_RECOVERED = among("item.flags", RECOVERED)

_Only = dict[str, int | None]
"""Of which intake alone, None for all; and ``first``, below which it has no items, so that these need no look."""


def account(case: Case, intake: IntakeId | None = None) -> Account:
    """Every container with its counts, and every item that failed or could be read only in part, by name.

    Of one intake, or of all.
    """
    prefix, only = items.prefix(case), {"intake": intake, "first": intakes.first_item(case, intake)}
    return Account(
        (*_roots(case, only), *_inner(case, prefix, only)),
        (*_lost(case, only), *_items(case, prefix, "failed", only)),
        tuple(_items(case, prefix, "partial", only)),
    )


def failure_count(case: Case) -> int:
    """How many failures the account of all intakes names."""
    rows = case.rows(
        """SELECT (SELECT count(*) FROM source_file WHERE state = 'failed')
               + (SELECT count(*) FROM item WHERE state = 'failed') AS failed"""
    )
    return sum(row["failed"] for row in rows)


def _roots(case: Case, only: _Only) -> Iterator[Container]:
    folders = _folders_of_roots(case, only)
    for row in case.rows(f"SELECT id, path FROM source_root WHERE {_OURS.format('source_root')} ORDER BY id", only):
        inner = folders.get(row["id"], ())
        if inner:
            yield Container(row["path"], "", total(each.counts for each in inner), _if_several(inner))


def _folders_of_roots(case: Case, only: _Only) -> dict[int, tuple[Folder, ...]]:
    """The folders below each root, with what became of the files in each."""
    rows = case.streamed(
        f"""SELECT source_file.root, source_file.path,
                   coalesce(source_file.state = 'done' AND item.id IS NOT NULL
                       AND NOT {_FAILED} AND NOT {_DUPLICATE}, 0) AS extracted,
                   source_file.state = 'failed' OR (item.id IS NOT NULL AND {_FAILED}) AS failed,
                   coalesce(source_file.state <> 'failed' AND item.id IS NOT NULL AND {_DUPLICATE}, 0) AS duplicate
            FROM source_file LEFT JOIN item ON item.id = source_file.item
            WHERE source_file.root IN (SELECT id FROM source_root WHERE {_OURS.format("source_root")})
            ORDER BY source_file.root, source_file.path""",
        only,
    )
    alike = Counter((root, path.rpartition("/")[0], *became) for root, path, *became in rows)  # few kinds of many files
    counts: dict[tuple[int, str], Counts] = {}
    for (root, folder, extracted, failed, duplicate), files in alike.items():
        some = Counts(files, extracted * files, failed * files, duplicate * files)
        counts[root, folder] = counts.get((root, folder), Counts()) + some
    return _by_holder(counts)


def _by_holder(counts: dict[tuple[int, str], Counts]) -> dict[int, tuple[Folder, ...]]:
    found: dict[int, list[Folder]] = {}
    for (holder, folder), each in counts.items():
        found.setdefault(holder, []).append(Folder(folder, each))
    return {holder: tuple(folders) for holder, folders in found.items()}


def _if_several(folders: tuple[Folder, ...]) -> tuple[Folder, ...]:
    return folders if len(folders) > 1 else ()


def _inner(case: Case, prefix: str, only: _Only) -> Iterator[Container]:
    folders = _folders_of_items(case, only)
    rows = case.rows(
        f"""SELECT holder.id, holder.name, holder.subject, holder.declared, holder.kind,
                   count(item.id) AS found, coalesce(sum({_FAILED}), 0) AS failed,
                   coalesce(sum({_DUPLICATE}), 0) AS duplicates,
                   coalesce(sum({_RECOVERED}), 0) AS recovered
            FROM item AS holder LEFT JOIN item ON item.parent = holder.id
            WHERE (holder.declared > 0 OR holder.kind IN ('mbox', 'store', 'archive')) AND {_OURS.format("holder")}
                AND holder.id >= :first
            GROUP BY holder.id ORDER BY holder.id""",
        only,
    )
    for row in rows:
        control = control_number(prefix, row["id"])
        extracted = row["found"] - row["failed"] - row["duplicates"]
        counts = Counts(row["declared"], extracted, row["failed"], row["duplicates"])
        name = (row["subject"] if row["kind"] == "email" else "") or row["name"] or control
        yield Container(name, control, counts, _if_several(folders.get(row["id"], ())), row["recovered"])


def _folders_of_items(case: Case, only: _Only) -> dict[int, tuple[Folder, ...]]:
    """The folders within stores and archives, with what became of the members in each."""
    rows = case.rows(
        f"""SELECT parent, folder, count(*) AS found, sum({_FAILED}) AS failed, sum({_DUPLICATE}) AS duplicates
            FROM item WHERE parent IN (SELECT parent FROM item WHERE parent >= max(1, :first) AND folder <> '')
            GROUP BY parent, folder ORDER BY parent, folder""",
        only,
    )
    return _by_holder(
        {
            (row["parent"], row["folder"]): Counts(
                row["found"], row["found"] - row["failed"] - row["duplicates"], row["failed"], row["duplicates"]
            )
            for row in rows
        }
    )


def _lost(case: Case, only: _Only) -> Iterator[Failure]:
    """The files that did not become items."""
    rows = case.rows(
        f"""SELECT source_file.path, reason FROM source_file JOIN source_root ON source_root.id = source_file.root
            WHERE source_file.state = 'failed' AND {_OURS.format("source_root")} ORDER BY source_file.id""",
        only,
    )
    for row in rows:
        yield Failure(row["path"], "", unpack(row["reason"]))


def _items(case: Case, prefix: str, state: str, only: _Only) -> Iterator[Failure]:
    rows = case.rows(
        f"""SELECT id, parent, path, folder, name, reason FROM item
            WHERE state <> 'ok' AND state = :state AND {_OURS.format("item")} ORDER BY id""",
        {**only, "state": state},
    )
    for row in rows:
        inside = "/".join(part for part in (row["folder"], row["name"]) if part)
        path = row["path"] if row["parent"] is None else f"{row['path']} › {inside}"
        yield Failure(path, control_number(prefix, row["id"]), unpack(row["reason"]))
