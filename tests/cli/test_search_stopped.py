"""A search that compares texts tells how far it is and ends cleanly at Ctrl+C."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import Bar
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError
from reviewer.usecases import cases, facets, search
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.pages import review_coding
from tests.cli.conftest import Command, Once
from tests.commands import derive_once
from tests.evidence import folder, mailbox
from tests.passphrases import SALT

MESSAGES = 450
PLAN = ("--receiver", "Office", "--prefix", "PMPD")


class Telling(Quiet):
    """Remembers what it is told, and stops at the second step where it is asked to."""

    def __init__(self, *, stops: bool) -> None:
        self.told: list[tuple[int, int]] = []
        self.stops = stops

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return self.stops and len(self.told) > 1

    def step(self, done: int, total: int, what: str) -> None:
        assert what == "comparing texts"
        self.told.append((done, total))


@pytest.fixture
def many(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case of more messages than are compared at once; one in three has the sign that is looked for."""

    def fill() -> None:
        lines = (
            b"From: ada@agency.example\nSubject: %d\n\nPaid %d.%s\n" % (n, n, b" #!" * (n % 3 == 0))
            for n in range(MESSAGES)
        )
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"box.mbox": mailbox(lines)})).code == 0

    return once("many messages", fill)


def test_a_search_that_reads_texts_says_how_far_it_is_and_can_be_stopped(many: Path) -> None:
    with cases.open_with_key(many, derive_once("four quiet wet bolts", SALT)) as case:
        whole, stopped = Telling(stops=False), Telling(stops=True)
        asked = r"/\d\. #!/"
        with case.watched(stopped), pytest.raises(CancelledError):
            search.ids(case, asked)
        everything = MESSAGES + 1  # with the mailbox
        assert stopped.told == [(0, everything), (400, everything)]
        with case.watched(whole):
            assert len(search.ids(case, asked)) == MESSAGES / 3
        assert whole.told == [(0, everything), (400, everything)]
        with case.watched(whole):
            assert facets.of_query(case, asked, reviewer="Ada")["kind"][0].items == MESSAGES / 3
        assert len(whole.told) == 2  # what was found is not looked for again


class Late(Quiet):
    """Asked to stop when the last texts are being compared, and nothing is told any more."""

    def __init__(self) -> None:
        self.looked = 0

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        self.looked += 1
        return self.looked > 2


def test_a_search_that_is_stopped_at_its_last_texts_is_stopped(many: Path) -> None:
    with cases.open_with_key(many, derive_once("four quiet wet bolts", SALT)) as case:
        looks: tuple[Callable[[Case, str], object], ...] = (
            search.run,
            search.find,
            search.ids,
            partial(facets.of_query, reviewer="Ada"),
        )
        for number, look in enumerate(looks, 1):
            with case.watched(Late()), pytest.raises(CancelledError):
                look(case, rf"/\d\. #!{{1,{number}}}/")


def test_more_of_what_a_search_found_is_told_without_searching_again(many: Path) -> None:
    with cases.open_with_key(many, derive_once("four quiet wet bolts", SALT)) as case:
        run, first = search.run(case, r"/\d\. #!/", limit=5)
        review_coding.put(case, first.hits[0].item.id, relevance="relevant", reviewer="Ada")  # what was found before
        telling = Telling(stops=False)
        with case.watched(telling):
            more = search.described(case, run, limit=5, offset=5)
        assert (telling.told, [each.item.id for each in more]) == ([], list(run.found[5:10]))
        assert all(search.START in each.snippet for each in more)


def press(patched: pytest.MonkeyPatch) -> None:
    """Press Ctrl+C when a search says for the first time how far it is."""
    step = Bar.step

    def stepped(bar: Bar, done: int, total: int, what: str) -> None:
        step(bar, done, total, what)
        if not bar.cancelled:
            signal.raise_signal(signal.SIGINT)

    patched.setattr(Bar, "step", stepped)


def test_ctrl_c_stops_the_searches_that_were_made_for_an_element(
    reviewer: Command, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("Officer", "Took a gift")
    for words in (
        ("officer", "add", many, "4711", "Dana Vale"),
        ("clause", "add", many, "3.14", "Gifts", *(word for each in said for word in ("--element", each))),
        ("allegation", "add", many, "4711", "3.14", "--act", "Took it", "--date", "2016"),
        ("allegation", "confirm", many, "1", "1", "--search", r"/\d\. #!x/"),
    ):
        assert reviewer(*words).code == 0
    before = reviewer("audit", "list", many, "--json").json
    for verb, rest in (
        ("confirm", ("1", "2", "--search", r"/\d\. #!y/")),
        ("dismiss", ("1", "2", "--search", r"/\d\. #!/", "--reason", "No gift")),
        ("searches", ()),
        ("affirm", ()),
        ("list", ()),
        ("show", ("1",)),
    ):
        with monkeypatch.context() as pressed:
            press(pressed)
            stopped = reviewer("allegation", verb, many, *rest)
        assert (stopped.code, stopped.out) == (4, ""), verb
        assert "stopped as asked; nothing was listed or changed" in stopped.err
    assert reviewer("audit", "list", many, "--json").json == before


@pytest.mark.parametrize(
    "words",
    [
        ("search",),
        ("item", "mark", "--relevant"),
        ("item", "next", "--query"),
        ("queue", "create", "Signs", "--query"),
        ("production", "create", "First", *PLAN, "--query"),
        ("production", "mock", *PLAN, "--query"),
        ("saved", "add", "Signs"),
        ("redaction", "pattern", "email", "--dry-run"),
    ],
    ids=["search", "mark", "next", "queue", "production", "mock run", "saved", "redaction"],
)
def test_ctrl_c_stops_a_search_before_anything_is_shown_or_changed(
    reviewer: Command, many: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, handler = reviewer("audit", "list", many, "--json").json, signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as pressed:
        press(pressed)
        verb = words[:2] if words[0] != "search" else words[:1]
        stopped = reviewer(*verb, many, *words[len(verb) :], r"/\d\. #!/")
    assert (stopped.code, stopped.out) == (4, "")
    assert "stopped as asked; nothing was listed or changed" in stopped.err
    assert reviewer("audit", "list", many, "--json").json == before
    assert signal.getsignal(signal.SIGINT) is handler


@pytest.mark.parametrize(
    "said", [("mark", "--relevant"), ("tag", "--tag", "Gift"), ("note", "--text", "Ask.")], ids=["mark", "tag", "note"]
)
def test_ctrl_c_breaks_off_what_is_said_of_many_once_they_are_found(
    reviewer: Command, many: Path, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is pressed when the last of them was changed, and nothing of it is kept."""
    reviewer("tag", "add", many, "Gift")
    before, coded = reviewer("audit", "list", many, "--json").json, getattr(bulk_coding, said[0])

    def press(case: Case, *what: object, **how: object) -> None:
        with case.acts_together():
            coded(case, *what, **how)
            signal.raise_signal(signal.SIGINT)

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where tests are run
    with monkeypatch.context() as pressed:
        pressed.setattr(bulk_coding, said[0], press)
        stopped = reviewer("item", said[0], many, "kind:email", *said[1:])
    signal.signal(signal.SIGINT, handler)
    assert (stopped.code, stopped.out) == (130, "")
    assert reviewer("audit", "list", many, "--json").json == before
