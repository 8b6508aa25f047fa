"""No worker outlives the app, however the app ends."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.isolation.provider_fork import ForkProvider

pytestmark = pytest.mark.skipif(not ForkProvider.usable(), reason="needs pidfds and /proc")

_APP = """
import sys, threading
from reviewer.isolation.protocol import Identify
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import Workers
start = PipeProvider if "--pipe" in sys.argv else ForkProvider
workers = Workers(1, provider=start([sys.executable, "-P", *sys.argv[1:]]))
workers.ask(Identify(), [b"good"])
threading.Thread(target=workers.ask, args=(Identify(), [b"spin"]), kwargs={"seconds": 3600}, daemon=True).start()
print("ready", flush=True)
threading.Event().wait()
"""


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


@pytest.mark.parametrize("arguments", [[], ["--pipe"]])
def test_a_killed_app_takes_its_busy_workers_with_it(arguments: list[str]) -> None:
    faulty = str(Path(__file__).with_name("faulty.py"))
    with subprocess.Popen([sys.executable, "-c", _APP, faulty, *arguments], stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"ready\n"
        started = _children(app.pid)
        workers = [worker for zygote in started for worker in _children(zygote)] + started
        if not workers:
            app.kill()
            pytest.skip("this kernel does not list children in /proc")
        pidfds = [os.pidfd_open(pid) for pid in workers]
        app.kill()
        for pidfd in pidfds:
            poll = select.poll()
            poll.register(pidfd, select.POLLIN)
            assert poll.poll(60_000), "a worker is still there a minute after its app was killed"
            os.close(pidfd)
