"""Fixtures for every folder of tests: real case files, opened by a raw key so that no key derivation is paid."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.isolation.provider import Provider
from reviewer.isolation.workers import Workers
from tests.commands import kept_zygote

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def key() -> Key:
    return Key(bytes(range(32)), new_salt())


@pytest.fixture
def case(tmp_path: Path, key: Key) -> Iterator[Case]:
    with create_case(tmp_path / "case.evcase", key, title="A case", reference="TST 1", reviewer="Ada") as made:
        yield made


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real files that nobody here wrote; tests that need it are skipped where it is not to be had."""
    where = os.environ.get("REVIEWER_CORPORA")
    if not where:
        pytest.skip("REVIEWER_CORPORA does not name a folder of real files")
    return Path(where)


@pytest.fixture(scope="session")
def lender() -> Iterator[Provider]:
    """The zygote of all commands that run within this process."""
    with kept_zygote() as made:
        yield made


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Real worker processes, shared by all tests of one run."""
    with Workers(2) as made:
        yield made
