"""A bundle does not leave with a quote that its exhibits do not hold, however white space falls in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.errors import CancelledError, ExportError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import bundles, productions
from reviewer.usecases.exports.bundles import Wish
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.pages import item_pages, passages
from tests.evidence import folder, pdf
from tests.other_means import by_other_means

WITHOUT = Wish(report=False)


class _Stopping:
    """A reviewer who wants to stop after some steps."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.seen: list[tuple[int, int]] = []
        self.named: list[str] = []

    @property
    def cancelled(self) -> bool:
        return len(self.seen) >= self.after

    def step(self, done: int, total: int, what: str) -> None:
        self.seen.append((done, total))
        self.named.append(what)


@pytest.fixture
def produced(case: Case, workers: Workers, tmp_path: Path) -> Case:
    """Production 1 of a letter with a passage over the end of a line."""
    files = {"a.pdf": pdf(["We send you two free\ncameras for your watch."])}
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    (item,) = search.ids(case, "")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    passages.add_quote(case, item, "two free\ncameras", reviewer="Ada")
    productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    return case


def test_a_quote_that_the_exhibit_holds_leaves(produced: Case, workers: Workers, tmp_path: Path) -> None:
    made = bundles.export(produced, workers, tmp_path / "out", 1, WITHOUT, reviewer="Ada")
    assert [each.detail for each in made.checks if each.name == "quotes"] == [
        "1 highlighted quotes are verbatim in the exhibits"
    ]
    told = _Stopping(after=3)
    with pytest.raises(CancelledError, match="the check is not finished, and says nothing of the bundle"):
        bundles.verify(tmp_path / "out", progress=told)
    assert [done for done, _ in told.seen] == [0, 1, 2]
    files = [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
    unlisted = {"tagmanifest-sha256.txt", "timestamp.tsq"}
    assert {total for _, total in told.seen} == {sum(each.name not in unlisted for each in files)}


def test_a_bundle_that_is_stopped_is_not_there(produced: Case, workers: Workers, tmp_path: Path) -> None:
    """Before its pages and at the beginning of each part of the rest, which is named while it is at work."""
    told = _Stopping(10_000)
    bundles.export(produced, workers, tmp_path / "whole", 1, WITHOUT, reviewer="Ada", progress=told)
    files = sum(each.is_file() for each in (tmp_path / "whole").rglob("*"))
    unlisted = 2  # the manifest of those about the bundle, and the request for a time stamp
    parts = [(name.split(" · ")[0], total) for name, (_, total) in zip(told.named, told.seen, strict=True)]
    assert list(dict.fromkeys(parts)) == [
        ("PMPD-000001", 1),
        ("load files", 1),
        ("first page", 1),
        ("signature and manifests", 1),
        ("checks", files - unlisted),
        ("checks", 1),
        ("writing to the disk", files),
    ]
    for after in (0, *(parts.index(part) + 1 for part in dict.fromkeys(parts[1:])), len(parts)):
        told = _Stopping(after)
        with pytest.raises(CancelledError, match="stopped as asked; nothing was written"):
            bundles.export(produced, workers, tmp_path / "out", 1, WITHOUT, reviewer="Ada", progress=told)
        assert len(told.seen) == after
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == []


def test_a_quote_that_the_exhibit_does_not_hold_stops_the_bundle(
    produced: Case, key: Key, workers: Workers, tmp_path: Path
) -> None:
    """As when the stored page text had been made to say something that the page does not show."""
    by_other_means(produced, key, "UPDATE page SET text = replace(text, 'two free', 'six free')")
    by_other_means(produced, key, "UPDATE passage SET quote = replace(quote, 'two', 'six')")
    with pytest.raises(ExportError, match="page 1: a quote is not verbatim in the exhibit"):
        bundles.export(produced, workers, tmp_path / "out", 1, WITHOUT, reviewer="Ada")
    assert not (tmp_path / "out").exists()
