from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case
from reviewer.casefile.evidence import texts
from reviewer.casefile.verification.verify import verify
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import trail
from reviewer.usecases.analysis import analysis, duplicates, features, near_duplicates, thread_building
from reviewer.usecases.evidence import intake
from tests.endurance import at_length
from tests.evidence import folder
from tests.pile import pile

DERIVED = {
    "message_fingerprint": "item, hex(sha256), attached, original",
    "suppressed": "item",
    "message_words": "item, hex(own), hex(quoted)",
    "quoted_header": "*",
    "missing_message": "message_id",
    "thread_message": "*",
    "thread_key": "*",
    "thread_edge": "child, parent, reason, evidence",
    "text_signature": "item, words, hex(minhash)",
    "near_duplicate": "*",
}


def derived(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: sorted((tuple(row) for row in case.rows(f"SELECT {columns} FROM {table}")), key=repr)
        for table, columns in DERIVED.items()
    }


class Impatient:
    """Asks for a stop at the first step it hears of, and bears one step more each time."""

    def __init__(self, patience: int) -> None:
        self._left = patience

    @property
    def cancelled(self) -> bool:
        self._left -= 1
        return self._left < 0

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total, what


@pytest.fixture
def make(tmp_path: Path, key: Key, workers: Workers) -> Callable[[str], Case]:
    """Cases of the same pile."""
    there = [one for one in pile(11, threads=6) if one.there]
    files = {f"{one.number:03}.eml": one.data() for one in there}
    files |= {f"copy-{one.number:03}.eml": one.data(copy=True) for one in there[::3]}
    disk = folder(tmp_path / "disk", files)

    def made(name: str) -> Case:
        case = create_case(tmp_path / f"{name}.evcase", key, title="A case", reviewer="Ada")
        intake.add(case, workers, [disk], reviewer="Ada")
        return case

    return made


def test_work_that_is_stopped_again_and_again_comes_to_the_same_end(
    make: Callable[[str], Case], monkeypatch: pytest.MonkeyPatch, key: Key
) -> None:
    with make("whole") as whole:
        analysis.arrange(whole, reviewer="Ada")
        expected = derived(whole)
    for module, batch in ((duplicates, "_GROUPED"), (features, "_BATCH"), (near_duplicates, "_BATCH")):
        monkeypatch.setattr(module, batch, 7)
    monkeypatch.setattr(thread_building, "_EDGES", 5)
    with make("stopped") as stopped:
        path = stopped.path
        for patience in range(1, 200):
            try:
                analysis.arrange(stopped, reviewer="Ada", progress=Impatient(patience))
            except CancelledError:
                continue
            break
        assert patience > 5
        assert derived(stopped) == expected
        assert len(trail.latest(stopped, "analysis make")) == 1
    assert verify(path, key).whole


@at_length
def test_a_case_in_which_texts_are_still_to_be_read_comes_to_the_same_order(
    make: Callable[[str], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a case of an earlier format, which has none of what the workers tell with each item now."""
    monkeypatch.setattr(features, "_BATCH", 7)
    with make("whole") as whole:
        analysis.arrange(whole, reviewer="Ada")
        expected = derived(whole)
    with make("old") as old:
        with old.transaction():
            for table in ("text_signature", "message_words", "quoted_header", "message_fingerprint"):
                old.execute(f"DELETE FROM {table}")
        for patience in range(1, 200):
            with suppress(CancelledError):
                analysis.arrange(old, reviewer="Ada", progress=Impatient(patience))
                break
        assert patience > 5
        assert derived(old) == expected


def test_a_text_that_is_read_anew_is_put_in_order_anew(make: Callable[[str], Case]) -> None:
    with make("changed") as case:
        analysis.arrange(case, reviewer="Ada")
        before = derived(case)
        quoted = case.value("SELECT parent FROM thread_edge WHERE reason = 'quote'")
        assert quoted is not None
        body = texts.body(case, quoted)
        with case.act("Ada", "intake batch"):
            texts.set_body(case, quoted, "Something else altogether.")
        analysis.arrange(case, reviewer="Ada")
        assert case.value("SELECT count(*) FROM thread_edge WHERE reason = 'quote' AND parent = ?", (quoted,)) == 0
        with case.act("Ada", "intake batch"):
            texts.set_body(case, quoted, body)
        analysis.arrange(case, reviewer="Ada")
        assert derived(case) == before
        assert len(trail.latest(case, "analysis make")) == 3
