"""Power cuts at any moment: what somebody was told is kept is there, and the case opens and verifies."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.casefile.engine import connection as connections
from reviewer.casefile.engine import migrations
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.engine.passphrase import change_key, change_open_key
from reviewer.casefile.evidence import contents, item_store
from reviewer.casefile.verification.verify import verify
from reviewer.domain.evidence.reading import Kind, PageText, Reading, State
from reviewer.domain.ids import IntakeId
from reviewer.domain.progress import Quiet
from reviewer.errors import CaseError, CredentialError
from tests.endurance import a_few
from tests.holding.disk import Disk, Recorder

OLD = Key(bytes(range(32)), bytes([1, *range(15)]))
NEW = Key(bytes(range(100, 132)), bytes([1, *range(15, 0, -1)]))
BEFORE = len(migrations.STEPS) - 2
"""How many steps to formats a case has that is to be brought up to date."""

Work = Callable[[Path, Recorder], None]


def tell(case: Case, recorder: Recorder) -> None:
    """Note whenever a transaction is said to be kept."""
    case.committed = lambda _changes: recorder.told(int(case.value("SELECT max(id) FROM audit")))


def tag(path: Path, recorder: Recorder) -> None:
    """A dozen acts of a reviewer; the log is taken into the file between them."""
    with open_case(path, OLD) as case:
        case.execute("PRAGMA wal_autocheckpoint = 24")
        tell(case, recorder)
        for number in range(12):
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"tag {number} " + "x" * 900, "color": "#000000"})


def take_in(path: Path, recorder: Recorder) -> None:
    """Batches of documents, with their texts and pages."""
    seeded = random.Random(3)
    with open_case(path, OLD) as case:
        case.execute("PRAGMA wal_autocheckpoint = 24")
        tell(case, recorder)
        for batch in range(4):
            with case.act("Ada", "intake batch") as act:
                case.execute(
                    "INSERT OR IGNORE INTO intake (id, started, state, reviewer, program) "
                    "VALUES (1, '', 'complete', 'Ada', '')"
                )
                trees = []
                for number in range(4):
                    name, words = f"{batch}-{number}.pdf", " ".join(seeded.choices(["porch", "camera", "gift"], k=60))
                    pages = (PageText(612.0, 792.0, words, b""),)
                    node = item_store.Node(
                        name,
                        contents.pack(seeded.randbytes(3000)),
                        Reading(Kind.PDF, State.OK, pages=pages),
                        engine="t",
                    )
                    trees.append((node, item_store.Place(IntakeId(1), None, name)))
                item_store.note_batch(act, [each for kept in item_store.keep(case, trees) for each in kept])


def bring_up_to_date(path: Path, recorder: Recorder) -> None:
    """A case of an earlier format is opened for the first time."""
    with open_case(path, OLD) as case:
        recorder.told(int(case.value("SELECT max(id) FROM audit")))


def change(path: Path, recorder: Recorder) -> None:
    """A change of passphrase."""
    change_key(path, OLD, NEW, reviewer="Ada")
    recorder.told(WRITTEN + 1)


def change_open(path: Path, recorder: Recorder) -> None:
    """A change of passphrase as the window makes it: the case is open, one writes before and after, others read."""
    from reviewer.gui.operations import CaseThread  # noqa: PLC0415 - it loads Qt, and the other works do without

    def add(name: str) -> Callable[[Case], None]:
        def act(case: Case) -> None:
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"{name} " + "x" * 900, "color": "#000000"})
            recorder.told(int(case.value("SELECT max(id) FROM audit")))

        return act

    def anew(case: Case) -> Case:
        return change_open_key(case, NEW, reviewer="Ada", holds=lambda head: recorder.told(head[0])).case

    def tags(case: Case) -> int:
        return int(case.value("SELECT count(*) FROM tag"))

    thread = CaseThread()
    thread.REMEMBERS_AFTER = 1e6  # closing remembers
    thread.open(lambda: open_case(path, OLD)).result()
    try:
        thread.write(lambda case: case.execute("PRAGMA wal_autocheckpoint = 24")).result()
        thread.write(add("first")).result()
        thread.read(tags).result()
        thread.write(add("before"))
        replaced = thread.replace(anew, lambda case: case, Quiet())
        meanwhile, read = thread.write(add("meanwhile")), thread.read(tags)
        replaced.result()
        meanwhile.result()
        read.result()
        for number in range(3):
            thread.write(add(f"after {number}")).result()
    finally:
        thread.close()


WORKS: dict[str, Work] = {
    "tagging": tag,
    "intake": take_in,
    "migration": bring_up_to_date,
    "passphrase": change,
    "passphrase of an open case": change_open,
}
AT_ONE_STROKE = ("migration", "passphrase", "passphrase of an open case")
"""What replaces the whole file, or changes all of it."""
WRITTEN = 4
"""Entries of the trail that each case begins with."""


def begun(path: Path, work: str) -> Path:
    """A case with some work in it, closed."""
    steps = migrations.STEPS[:BEFORE] if work == "migration" else migrations.STEPS
    with create_case(path, OLD, title="Held", reviewer="Ada", steps=steps) as case:
        for name in ("gift", "camera", "porch")[: WRITTEN - 1]:
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": name, "color": "#000000"})
    return path


def faults(path: Path, told: int, *, thorough: bool = True) -> list[str]:
    """What is wrong with a case after a kill or a power cut, of which somebody knows that so many entries are kept."""
    found = []
    key = NEW if _opens(path, NEW) else OLD
    try:
        with open_case(path, key, read_only=True) as case:
            found += _lost(case, told)
    except (CaseError, CredentialError) as error:
        if "must be brought to format" not in str(error):
            found.append(f"a reader: {type(error).__name__}: {error}")
    if thorough:
        found += [f"verify: {words}" for part in verify(path, key).parts for words in part.findings]
    try:
        with open_case(path, key) as case:
            found += _lost(case, told)
            with case.act("Bo", "tag add") as act:
                act.insert("tag", {"name": "afterwards", "color": "#000000"})
    except (CaseError, CredentialError) as error:
        found.append(f"a writer: {type(error).__name__}: {error}")
    return found


def _opens(path: Path, key: Key) -> bool:
    try:
        open_case(path, key, read_only=True).close()
    except CredentialError:
        return False
    except CaseError:
        pass
    return True


def _lost(case: Case, told: int) -> list[str]:
    kept = int(case.value("SELECT max(id) FROM audit"))
    return [] if kept >= told else [f"{told - kept} entries are lost of {told} that were told to be kept"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Disk, Recorder]]:
    """Each work done once, from a case that is all on the disk: that disk, and the steps that were asked of it."""
    done: dict[str, tuple[Disk, Recorder]] = {}

    def of(work: str) -> tuple[Disk, Recorder]:
        if work not in done:
            path = begun(tmp_path_factory.mktemp(work) / "case.evcase", work)
            disk, recorder = Disk.of(path.parent), Recorder()
            disk.told = WRITTEN
            with recorder.watching():
                WORKS[work](path, recorder)
            done[work] = disk, recorder
        return done[work]

    return of


def after_cuts(
    disk: Disk, recorder: Recorder, folder: Path, cuts: int, seed: int, *, thorough: bool = True
) -> list[str]:
    """What is found wrong after so many power cuts, each at a moment of its own."""
    chance, found = random.Random(seed), list[str]()
    moments = sorted(chance.randint(0, len(recorder.steps)) for _ in range(cuts))
    done = 0
    for moment in moments:
        for step in recorder.steps[done:moment]:
            disk.does(step)
        done = moment
        for path in folder.iterdir():
            path.unlink()
        for name, data in disk.cut(chance).items():
            (folder / Path(name).name).write_bytes(data)
        found += [f"step {moment}: {words}" for words in faults(folder / "case.evcase", disk.told, thorough=thorough)]
    return found


@pytest.mark.parametrize(
    ("work", "seed"),
    a_few([(work, 0) for work in WORKS], [(w, s) for w in WORKS for s in range(1, 21 if w in AT_ONE_STROKE else 11)]),
)
def test_after_a_power_cut_all_that_was_told_is_kept(
    recorded: Callable[[str], tuple[Disk, Recorder]], tmp_path: Path, work: str, seed: int
) -> None:
    """Three cuts of each work each time; at length fifty of each, ten or twenty times.

    That is 2,000 states of the disk for what replaces or changes the whole file, and 1,000 for the rest.
    """
    disk, recorder = recorded(work)
    assert len(recorder.steps) > 20
    assert after_cuts(disk.copy(), recorder, tmp_path, 50 if seed else 3, seed) == []


def test_a_disk_that_is_asked_to_sync_less_loses_what_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were this not found, the tests above would see nothing."""
    lax = tuple(("synchronous", "NORMAL", 1) if name == "synchronous" else (name, *more) for name, *more in SAFEGUARDS)
    monkeypatch.setattr(connections, "_SAFEGUARDS", lax)
    path = begun(tmp_path / "case.evcase", "tagging")
    disk, recorder = Disk.of(tmp_path), Recorder()
    disk.told = WRITTEN
    with recorder.watching():
        tag(path, recorder)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = after_cuts(disk, recorder, scratch, 40, 1, thorough=False)
    assert any("were told to be kept" in words for words in found)


SAFEGUARDS = connections._SAFEGUARDS
