"""Fixtures for every folder of tests: real case files, opened by a raw key so that no key derivation is paid."""

from __future__ import annotations

import gc
import linecache
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation import channel
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import PrintPage
from reviewer.isolation.provider import program
from reviewer.isolation.streamed import Blob
from reviewer.isolation.workers import Workers
from tests.commands import Lender
from tests.kept import Kept
from tests.parts import PART, processors
from tests.passphrases import make_cheap

if sys.platform != "win32":
    import resource

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile(
    "untimed",
    deadline=None,  # how long an example takes is the machine's affair
    suppress_health_check=[HealthCheck.too_slow],  # and so is how long it takes to think of one
    derandomize="CI" in os.environ,  # a change lands or not for what it holds; others try new examples each time
)
settings.load_profile("untimed")

PATIENCE = 600.0
"""Seconds that a print worker may take for a page, or to start, before a test gives it up."""

FOLDER = Path(__file__).parent
FIRST = (
    "workers/archive", "workers/plain", "workers/test_layout.py", "workers/test_hidden_html.py",
    "workers/outlook/test_message.py", "domain/ledger/test_recognise.py",
    "gui/shell/test_window.py", "holding", "casefile/formats", "test_canaries.py", "usecases/demo",
    "gui/rooms", "gui/test_ten_tasks.py", "gui/test_screen_reader.py", "gui/test_working_list.py", "gui/ledger",
    "gui/shell", "cli/exports", "usecases/evidence", "usecases/pages", "usecases/test_search.py", "usecases/policy",
    "casefile/engine", "isolation", "cli", "workers/exhibits/test_redact.py",
    "workers/test_ocr.py", "workers/test_print.py", "workers/test_print_lures.py", "workers/test_pictures.py",
)  # fmt: skip
"""Files and folders with which processes that share the tests begin.

First what takes much memory for a moment, while there is little else in the process; then what takes longest, so that
none is left with one.
"""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One process more than there are processors: tests wait for windows, workers and disks, and another runs then."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return processors() + 1


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays: none of it is garbage, and to look through it again and again takes a while."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the tests, each begins with these."""
    if hasattr(config, "workerinput") or PART in os.environ:
        items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Forget the 40 MB of source text that hypothesis looked through for constants.

    What is left stays to the end, so garbage collections leave it out.
    """
    linecache.clearcache()
    gc.collect()
    gc.freeze()


PEAKS: dict[str, float] = {}
"""The most memory that each process of the tests has used, in MB."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that shares the tests, or runs a part of them, tells how much memory it used."""
    output = getattr(session.config, "workeroutput", None)
    if sys.platform == "win32":
        return
    if output is not None:
        output["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    elif PART in os.environ:
        PEAKS["all of it"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Keep what it told."""
    PEAKS[node.gateway.id] = getattr(node, "workeroutput", {}).get("peak", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it at the end, where one reads whether all passed."""
    if PEAKS:
        told = ", ".join(f"{name} {peak:,.0f} MB" for name, peak in sorted(PEAKS.items()))
        terminalreporter.write_line(f"most memory used: {told}")


def _turn(item: pytest.Item) -> int:
    path = item.path
    turns = (turn for turn, name in enumerate(FIRST) if path.is_relative_to(FOLDER / name))
    return next(turns, len(FIRST))


@pytest.fixture(scope="session", autouse=True)
def _settings_of_a_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program remembers on a laptop stays out of the folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIEWER_CONFIG", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passphrases() -> Iterator[None]:
    """Keys of passphrases at next to no cost; what they cost a user is for test_credential.py."""
    with pytest.MonkeyPatch.context() as patch:
        make_cheap(patch)
        yield


@pytest.fixture(scope="session")
def key() -> Key:
    """A raw key; one for the whole run, so that cases under it can be copied; any process knows its profile."""
    return Key(bytes(range(32)), bytes([1, *range(15)]))


@pytest.fixture(scope="session")
def kept_cases(tmp_path_factory: pytest.TempPathFactory, key: Key) -> Kept:
    """Cases that are built once and copied for each test."""
    return Kept(tmp_path_factory.mktemp("kept"), key)


@pytest.fixture
def case(tmp_path: Path, key: Key, kept_cases: Kept) -> Iterator[Case]:
    """An empty case, open."""
    path = kept_cases.copy("empty", tmp_path / "case.evcase", title="A case", reference="TST 1")
    with open_case(path, key) as made:
        yield made


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real files that nobody here wrote; tests that need it are skipped where it is not to be had."""
    where = os.environ.get("REVIEWER_CORPORA")
    if not where:
        pytest.skip("REVIEWER_CORPORA does not name a folder of real files")
    return Path(where)


@pytest.fixture(scope="session")
def lender() -> Iterator[Lender]:
    """The zygotes of all commands that run within this process, and of who asks for :func:`kept_zygotes`."""
    made = Lender()
    yield made
    made.close()


@pytest.fixture
def kept_zygotes(lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use cases that start workers of their own have them forked by zygotes that stay."""
    lender.lend_by(monkeypatch)


class PatientWorkers(Workers):
    """Workers that wait for a page however busy the machine is: no clock decides over a test."""

    def print_page(
        self,
        request: PrintPage,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = PATIENCE,
        allowance: Allowance | None = None,
    ) -> Frame:
        return super().print_page(request, blobs, seconds=seconds, allowance=allowance)


@pytest.fixture(scope="session")
def workers(lender: Lender) -> Iterator[Workers]:
    """Real worker processes, shared by all tests of one run; pages come when a busy machine has made them."""
    printing = [*program("reviewer.workers.print"), f"{PATIENCE:g}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channel, "START_SECONDS", PATIENCE)
        with PatientWorkers(2, provider=lender.lend(), print_command=printing) as made:
            yield made
