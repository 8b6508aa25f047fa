"""Words of the evidence are in the case file in encrypted form only, and the window opens no socket to any network.

A whole job runs in two processes of its own, with a private home and private temporary folders: by commands an intake,
pages printed, a passage with a note, a search, a bundle as a folder and as an archive; then all of it in the window,
the export of the report too. Afterwards the words are looked for, in several forms, in every byte that is left on the
disk. The pictures, the bundles and the report that the reviewer asked for are outside what is searched.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import run_together
from tests.endurance import at_length
from tests.evidence import folder, mail, pdf
from tests.usecases.evidence.test_containers import zipped

STEM = "canary"
PLACES = ("subject", "body", "attached", "filename", "note", "searched", "late")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - searched, not written

pytestmark = [
    at_length,
    pytest.mark.skipif(sys.platform == "win32", reason="the private folders are those of Unix"),
]


@dataclass(frozen=True, slots=True)
class Job:
    """Where a job was done, with which words, and what it printed."""

    root: Path
    canaries: dict[str, str]
    environment: dict[str, str]

    @property
    def case(self) -> Path:
        return self.root / "searched" / "case" / "made.evcase"

    def commands(self, *commands: tuple[str | Path, ...]) -> list[str]:
        """Run commands in one process of their own; what each printed."""
        done = run_together(commands, self.environment)
        assert [each.err for each in done if each.code] == []
        return [each.out for each in done]

    def run(self, *words: str | Path, before: tuple[str, ...] = ()) -> str:
        return self._python("-m", *words, before=before)

    def _python(self, *words: str | Path, before: tuple[str, ...] = ()) -> str:
        done = subprocess.run(
            [*before, sys.executable, *map(str, words)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def private(searched: Path) -> dict[str, str]:
    """An environment in which everything that a program leaves behind is below one folder."""
    names = (
        "HOME",
        "TMPDIR",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_RUNTIME_DIR",
    )
    made = {name: searched / name.lower() for name in names}
    for path in made.values():
        path.mkdir(parents=True, mode=0o700)
    dropped = ("DISPLAY", "WAYLAND_DISPLAY", "REVIEWER_TRACEBACK", "REVIEWER_CONFIG", "DBUS_SESSION_BUS_ADDRESS")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **{name: str(path) for name, path in made.items()}, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    root = tmp_path_factory.mktemp("canaries")
    canaries = {place: STEM + secrets.token_hex(12) for place in PLACES}
    environment = {**private(root / "searched"), "REVIEWER_PASSPHRASE": "seven pale iron gates"}
    job = Job(root, canaries, environment)
    job.case.parent.mkdir()
    attachment = (f"{canaries['filename']}.pdf", pdf([f"Attached: {canaries['attached']}"]), "application/pdf")
    message = mail(f"On {canaries['subject']}", f"It says {canaries['body']}, a free gift.\n", attachments=[attachment])
    evidence = folder(root / "evidence", {"a.eml": message})
    quote = ("--quote", f"It says {canaries['body']}", "--tag", "Gift", "--note", f"See {canaries['note']}")
    numbered = ("Set", "--receiver", "City", "--prefix", "CA", "--query", "")
    printed = job.commands(
        ("case", "create", job.case, "--title", "Canaries", "--reference", "CAN"),
        ("intake", "add", job.case, evidence),
        ("tag", "add", job.case, "Gift", "--key", "1"),
        ("passage", "add", job.case, "CAN-000001", *quote),
        ("search", job.case, canaries["body"]),
        ("search", job.case, canaries["searched"]),
        ("production", "create", job.case, *numbered),
        ("bundle", "export", job.case, root / "bundle0", "--production", "1"),
        ("bundle", "export", job.case, root / "bundle1", "--production", "1", "--zip"),
    )
    assert "CAN-000001" in printed[4]
    return job


def forms(word: str) -> Iterator[bytes]:
    """A word as it may stand on a disk: plain, UTF-16, hexadecimal, backwards, and within base64 at any offset."""
    plain = word.encode()
    yield from (plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode(), plain[::-1])
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + plain)
        yield encoded[(0, 2, 3)[before] : (before + len(plain)) * 8 // 6]


def leaks(where: Path, canaries: dict[str, str]) -> list[str]:
    """Which words stand in which file, or in whose name."""
    wanted = {form: place for place, word in canaries.items() for form in forms(word)}
    pattern, stems = re.compile(b"|".join(map(re.escape, wanted))), list(forms(STEM))
    found = []
    entries = (Path(below, name) for below, folders, files in os.walk(where) for name in (*folders, *files))
    for path in entries:  # what goes away meanwhile, of somebody else's, is left out
        hits = set(pattern.findall(os.fsencode(path)))
        if path.is_file() and not path.is_symlink():
            try:
                for piece in pieces(path):
                    if any(stem in piece for stem in stems):  # twice as quick as the pattern
                        hits.update(pattern.findall(piece))
            except OSError:  # somebody else's, in the shared memory
                continue
        found += [f"{wanted[hit]} in {path}" for hit in hits]
    return found


def pieces(path: Path, size: int = 2**20, overlap: int = 200) -> Iterator[bytes]:
    """The bytes of a file, however large it is; each piece begins with the end of the one before."""
    end = b""
    with path.open("rb") as opened:
        while piece := opened.read(size):
            yield end + piece
            end = piece[-overlap:]


def usable_tracer() -> str | None:
    """``strace``, where it is installed and the system lets it trace."""
    tracer = shutil.which("strace")
    if tracer is None or subprocess.run([tracer, "-qq", "-o", os.devnull, "true"], check=False).returncode:
        return None
    return tracer


def test_what_is_looked_for_would_be_found(job: Job, tmp_path: Path) -> None:
    found = leaks(job.root / "evidence", job.canaries)
    assert {line.split()[0] for line in found} >= {"subject", "body", "filename"}
    told = leaks(job.root / "bundle0", job.canaries)
    assert {line.split()[0] for line in told} >= {"subject", "body", "attached"}, "the bundle was written"
    (tmp_path / "large").write_bytes(bytes(2**20 - 10) + job.canaries["body"].encode() + bytes(2**20))
    assert [line.split()[0] for line in leaks(tmp_path, job.canaries)] == ["body"], "across two pieces of a file"


def test_no_word_is_left_outside_the_encryption_by_the_commands(job: Job) -> None:
    assert job.case.stat().st_size > 100_000
    assert leaks(job.root / "searched", job.canaries) == []
    assert {each.name for each in job.root.iterdir()} == {"searched", "evidence", "bundle0", "bundle1.zip"}
    if SHARED_MEMORY.is_dir():
        assert leaks(SHARED_MEMORY, job.canaries) == []


def test_no_word_is_left_by_the_window_and_no_network_is_reached(job: Job, tmp_path: Path) -> None:
    """Under ``strace`` where there is one: sockets of the window and of all that it starts."""
    tracer = usable_tracer()
    calls = tmp_path / "calls"
    before = () if tracer is None else (tracer, "-f", "-qq", "-e", "trace=network", "-o", str(calls))
    late = mail(f"Again {job.canaries['late']}", f"Late words {job.canaries['late']} at the end.\n")
    evidence = folder(tmp_path / "late", {"late.eml": late, "late.zip": zipped({"inner.eml": late})})
    out = tmp_path / "out"
    job.run("tests.gui.whole_job", job.case, evidence, job.canaries["late"], out, before=before)
    assert list((out / "pictures").glob("*.png"))
    assert (out / "report" / "report.pdf").is_file()
    assert leaks(job.root / "searched", job.canaries) == []
    if SHARED_MEMORY.is_dir():
        assert leaks(SHARED_MEMORY, job.canaries) == []
    if tracer is None:
        pytest.skip("no word is left; strace, which would show the sockets, is not installed or not allowed")
    traced = calls.read_text(errors="replace")
    assert "AF_UNIX" in traced  # what the workers are spoken to through: the trace is of the real thing
    traced = re.sub(  # a call that another thread interrupted stands on two lines
        r"^(\d+) (.*) <unfinished \.\.\.>\n((?:(?!\1 ).*\n)*?)\1 <\.\.\. \w+ resumed>(.*)$",
        r"\1 \2\4\n\3",
        traced,
        flags=re.MULTILINE,
    )
    asked = re.findall(r".*AF_INET.*", traced)
    assert [call for call in asked if "= -1 EPERM" not in call] == []  # LibreOffice asks as it starts, and is refused
