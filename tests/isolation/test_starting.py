"""A worker that cannot be started leaves nothing open behind it."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from reviewer.domain.evidence.reading import Kind
from reviewer.isolation.protocol import Identify
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.workers import Workers

_APP = """
import os, resource, sys
from reviewer.isolation.provider_fork import ForkProvider

def number():
    return len(os.listdir("/proc/self/fd"))

provider = ForkProvider([sys.executable, "-c", "import time; time.sleep(600)"])
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
held = []
while True:
    try:
        held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        break
failed = 0
for room in range(12):
    os.close(held.pop())
    before = number()
    try:
        provider.start(session=True).close()
    except OSError:
        failed += 1
        assert number() == before, (room, number(), before)
provider.close()
print(failed)
"""


@pytest.mark.skipif(not ForkProvider.usable(), reason="needs pidfds and /proc")
def test_a_start_that_fails_half_way_leaves_no_descriptor_open() -> None:
    words = [sys.executable, "-W", "always::ResourceWarning", "-c", _APP]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= 4, "the pairs of sockets, the memory and the zygote need one after the other"


def test_a_reader_is_loaded_before_anything_is_asked_of_it() -> None:
    with Workers(1) as workers:
        workers.load()
        readers = {child.pid for child in psutil.Process().children()}
        assert readers, "it loads while a key is derived"
        assert workers.ask(Identify("a"), [b"%PDF-1.7"]).message.kind is Kind.PDF
        assert readers <= {child.pid for child in psutil.Process().children()}
