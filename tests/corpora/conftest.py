"""One case that holds all real files, taken in once for all tests of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.formats import known_passwords
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import derive, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.item import Item
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items, passwords

PASSPHRASE = "four quiet wet bolts"


@dataclass(frozen=True, slots=True)
class Taken:
    """A case that holds the corpora, the account that its intake gave, and every item in the order of their numbers."""

    case: Case
    account: Account = field(repr=False)
    items: list[Item] = field(repr=False)

    def at(self, path: str) -> Item:
        """The item of one file, by its path below the corpora."""
        (found,) = [item for item in self.items if item.path == path and item.parent is None]
        return found


@pytest.fixture(scope="session")
def taken(corpora: Path, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    """All files of the corpora in one case, with the passwords that are known for them; tests only add to it."""
    path = tmp_path_factory.mktemp("corpora") / "corpora.evcase"
    with create_case(path, derive(PASSPHRASE, new_salt()), title="Corpora", reviewer="Ada") as case:
        passwords.add(case, known_passwords(corpora), reviewer="Ada")
        account = intake.add(case, workers, [corpora], reviewer="Ada")
        yield Taken(case, account, items.many(case, search.ids(case, "")))
