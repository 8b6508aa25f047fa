"""A snapshot is the case as it was when it began; who writes does not wait for it, and cannot be disturbed by it."""

from __future__ import annotations

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.errors import StorageError


def add(case: Case, name: str) -> None:
    with case.act("Ada", "tag add", name) as act:
        act.insert("tag", {"name": name, "color": "#000000"})


def names(case: Case) -> list[str]:
    return [row["name"] for row in case.rows("SELECT name FROM tag ORDER BY id")]


def test_a_snapshot_does_not_see_what_is_written_after_it_began(case: Case) -> None:
    add(case, "before")
    with case.snapshot() as seen:
        add(case, "after")
        assert names(seen) == ["before"]
        with seen.snapshot() as later:
            assert names(later) == ["before", "after"]
        assert names(seen) == ["before"]
    assert names(case) == ["before", "after"]


def test_connections_beside_the_first_keep_fewer_pages_for_the_window_has_many(case: Case) -> None:
    kept = "PRAGMA cache_size"
    with case.reader() as beside, beside.reader() as another:
        assert [-each.value(kept) for each in (case, beside, another)] == [2**16, 2**13, 2**13]


def test_nothing_is_written_through_a_snapshot(case: Case) -> None:
    with case.snapshot() as seen, pytest.raises(StorageError, match="reading only"):
        add(seen, "lost")
    assert names(case) == []


def test_the_log_is_taken_into_the_file_once_the_snapshot_is_over(case: Case) -> None:
    log = case.path.with_name(f"{case.path.name}-wal")
    with case.snapshot():
        for number in range(20):
            add(case, f"tag {number}")
        blocked = case.value("PRAGMA wal_checkpoint(TRUNCATE)")
        assert log.stat().st_size > 0
    assert blocked == 1
    assert case.value("PRAGMA wal_checkpoint(TRUNCATE)") == 0
    assert log.stat().st_size == 0
