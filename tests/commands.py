"""The command ``reviewer`` as tests run it: within this process, which is quick, or as a process of its own.

Within this process it runs the same ``main()`` with streams, environment and folder of its own. Two things are done
once for the whole run instead of once a command, both without a switch in the program: a key is derived once for each
passphrase and salt, and the zygotes that fork workers stay, as do the print worker and the ranker. Exit codes as the
system sees them, signals, terminals, encodings and what is loaded at the start want a process: :func:`run_process`.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from reviewer.casefile.engine.credential import derive
from reviewer.cli.main import main
from reviewer.isolation import ocr, workers
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame, FrameBounds
from reviewer.isolation.printer import Printer
from reviewer.isolation.protocol import Request
from reviewer.isolation.provider import Provider, Worker
from reviewer.isolation.ranker import Ranker
from reviewer.isolation.ranking_messages import Learn
from reviewer.isolation.streamed import Blob
from reviewer.usecases import cases
from reviewer.usecases.analysis import relevance


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Done]

derive_once = lru_cache(maxsize=None)(derive)
"""The key for a passphrase and a salt, at the whole cost of the key derivation, once."""


class Lent(Provider):
    """A provider that outlives the workers it is lent to; theirs are ended, the zygote stays."""

    def __init__(self, kept: Provider) -> None:
        self._kept = kept

    def start(self, *, session: bool = False) -> Worker:
        return self._kept.start(session=session)

    def close(self) -> None:
        """Leave the zygote as it is."""


class LentPrinter(Printer):
    """A print worker that outlives the workers it is lent to."""

    def close(self) -> None:
        """Leave it running: starting Chromium takes longer than most pages."""


class LentRanker(Ranker):
    """A ranker that outlives the commands it is lent to; one that was stopped while it learned is ended."""

    def __init__(self) -> None:
        super().__init__()
        self._learning = False

    def ask(self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None = None) -> Frame:
        self._learning = isinstance(request, Learn) and not request.last
        return super().ask(request, blobs, seconds, allowance)

    def close(self) -> None:
        """Leave it running: what it computes with takes longer to load than most commands take."""
        if self._learning:
            super().close()

    def end(self) -> None:
        """Stay for the next command."""
        self.close()


class Lender:
    """Keeps a zygote for each worker program, a print worker and a ranker, and lends them to whoever needs them."""

    def __init__(self, best: Callable[..., Provider] = workers.best_provider) -> None:
        self._best = best
        self._kept: dict[tuple[str, ...], Provider] = {}
        self._printer = LentPrinter()
        self._ranker = LentRanker()

    def lend(self, *program: str, awaited: bool = False) -> Provider:
        """What :func:`reviewer.isolation.workers.best_provider` gives; nobody waits for one that is kept."""
        del awaited
        if program not in self._kept:
            self._kept[program] = self._best(*program)
        return Lent(self._kept[program])

    def lend_printer(self, command: Sequence[str] = (), bounds: FrameBounds | None = None) -> Printer:
        """What :class:`reviewer.isolation.printer.Printer` gives; one of its own to who wants another program."""
        return Printer(command, bounds) if command or bounds not in {None, FrameBounds()} else self._printer

    def lend_by(self, change: pytest.MonkeyPatch) -> None:
        """Let all workers of this process be forked by these zygotes, until the change is undone."""
        for module in (workers, ocr):
            change.setattr(module, "best_provider", self.lend)
        change.setattr(workers, "Printer", self.lend_printer)
        change.setattr(relevance, "Ranker", lambda: self._ranker)

    def close(self) -> None:
        for each in self._kept.values():
            each.close()
        Printer.close(self._printer)
        Ranker.close(self._ranker)


def run_process(
    words: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    before: Sequence[str] = (),
    folder: Path | None = None,
    program: str = "reviewer",
) -> Done:
    """Run ``reviewer`` as a process; ``before`` runs instead of a shell around it."""
    done = subprocess.run(
        [*before, sys.executable, "-m", program, *map(str, words)],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run_here(
    words: Sequence[str | Path], environment: Mapping[str, str], lender: Lender, *, folder: Path | None = None
) -> Done:
    """Run ``reviewer`` within this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with Path(os.devnull).open(encoding="utf-8") as nothing, pytest.MonkeyPatch.context() as change:
        _surround(change, environment)
        if folder is not None:
            change.chdir(folder)
        for name, stream in (("stdin", nothing), ("stdout", out), ("stderr", err)):
            change.setattr(sys, name, stream)
        change.setattr(cases, "derive", derive_once)
        lender.lend_by(change)
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
    code = ended.value.code
    assert isinstance(code, int)
    return Done(code, _printed(out), _printed(err))


def _surround(change: pytest.MonkeyPatch, environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        change.delenv(name)
    for name, value in environment.items():
        if os.environ.get(name) != value:
            change.setenv(name, value)


def _printed(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


_TOGETHER = """
import json, os, sys
from tests.commands import Lender, run_here
from tests.passphrases import make_cheap
import pytest
make_cheap(pytest.MonkeyPatch())
lender = Lender()
done = [run_here(words, dict(os.environ), lender) for words in json.loads(sys.argv[1])]
lender.close()
print(json.dumps([[each.code, each.out, each.err] for each in done]))
"""


def run_together(
    commands: Sequence[Sequence[str | Path]], environment: Mapping[str, str], *, before: Sequence[str] = ()
) -> list[Done]:
    """Run commands one after the other in one process of their own, which knows the cheap keys."""
    given = json.dumps([[str(word) for word in words] for words in commands])
    done = subprocess.run(
        [*before, sys.executable, "-c", _TOGETHER, given],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Done(*each) for each in json.loads(done.stdout)]
