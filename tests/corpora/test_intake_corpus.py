"""All real files in one intake: it adds up, loses no byte, and says of each failure why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.casefile import contents
from reviewer.casefile import items as kept
from reviewer.casefile.case import Case
from reviewer.casefile.credential import Key, new_salt
from reviewer.casefile.opening import create_case
from reviewer.domain.account import Account
from reviewer.domain.item import Item
from reviewer.isolation.workers import Workers
from reviewer.usecases import intake, items, search

pytestmark = pytest.mark.corpora


@dataclass(frozen=True, slots=True)
class Taken:
    """A case that holds the corpora, and the account its intake gave."""

    case: Case
    account: Account

    @property
    def items(self) -> list[Item]:
        return items.many(self.case, search.ids(self.case, ""))


@pytest.fixture(scope="module")
def taken(corpora: Path, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    path = tmp_path_factory.mktemp("corpora") / "corpora.evcase"
    with create_case(path, Key(bytes(range(32)), new_salt()), title="Corpora", reviewer="Ada") as case:
        yield Taken(case, intake.add(case, workers, [corpora], reviewer="Ada"))


def files_of(corpora: Path) -> list[Path]:
    """Everything that is no folder, links not followed."""
    return [path for path in corpora.rglob("*") if path.is_symlink() or not path.is_dir()]


def test_the_account_adds_up_and_declares_each_file(taken: Taken, corpora: Path) -> None:
    root = taken.account.containers[0]
    assert root.counts.declared == len(files_of(corpora))
    assert taken.account.gaps == ()
    assert taken.account.totals.missing == 0
    assert intake.report(taken.case) == taken.account


def test_each_failure_has_a_reason_and_none_is_the_readers_own(taken: Taken) -> None:
    """A reader that crashed, hung or talked nonsense would say so in these words."""
    for failure in (*taken.account.failures, *taken.account.partial):
        assert failure.reason.strip(), failure.path
        assert "reader's answer" not in failure.reason, failure
        assert "the reader " not in failure.reason, failure


def test_the_bytes_of_each_file_are_in_the_case(taken: Taken, corpora: Path) -> None:
    held = {item.sha256 for item in taken.items}
    for path in files_of(corpora):
        if path.is_file() and not path.is_symlink():
            assert hashlib.sha256(path.read_bytes()).hexdigest() in held, path.name


def test_each_original_streams_back_with_its_hash(taken: Taken) -> None:
    for item in taken.items:
        digest, size = hashlib.sha256(), 0
        for piece in contents.stream(taken.case, kept.content_of(taken.case, item.id)):
            digest.update(piece)
            size += len(piece)
        assert (digest.hexdigest(), size) == (item.sha256, item.size), item.control


def test_a_second_intake_of_the_same_files_adds_nothing(taken: Taken, corpora: Path, workers: Workers) -> None:
    assert intake.add(taken.case, workers, [corpora], reviewer="Ada") == taken.account
