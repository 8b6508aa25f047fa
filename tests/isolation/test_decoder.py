"""The decoder of HEIC pictures: right pixels, clear refusals, nothing in reach."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Kind, State
from reviewer.isolation.decoder import Decoder
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.protocol import Decode
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages
from tests.evidence import folder

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


def heic(width: int = 96, height: int = 64) -> bytes:
    """Red at the left, blue at the right."""
    picture = Image.new("RGB", (width, height), LEFT)
    picture.paste(RIGHT, (width // 2, 0, width, height))
    out = BytesIO()
    pillow_heif.from_pillow(picture).save(out, quality=95)
    return out.getvalue()


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


def test_a_picture_comes_out_with_its_size_and_colours() -> None:
    decoder = Decoder()
    frame = decoder.ask(Decode(), [heic()], 60)
    picture = Image.open(BytesIO(frame.blobs[0]))
    assert picture.size == (96, 64)
    assert near(picture.getpixel((10, 32)), LEFT)
    assert near(picture.getpixel((86, 32)), RIGHT)
    assert frame.message.engine.startswith("libheif ")


def test_a_damaged_picture_is_refused_in_words_and_the_next_is_decoded() -> None:
    decoder = Decoder()
    whole = heic()
    with pytest.raises(WorkerError, match="damaged") as refused:
        decoder.ask(Decode(), [whole[: len(whole) // 2]], 60)
    assert refused.value.cause == "refused"
    assert decoder.ask(Decode(), [whole], 60).blobs


def test_a_picture_from_a_telephone_has_a_page(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path, {"IMG_0001.HEIC": heic()})], reviewer="kim")
    (item,) = items.many(case, search.ids(case, ""))
    assert (item.kind, item.state, item.reason) == (Kind.IMAGE, State.OK, "")
    rendition = item_pages.ensure(case, workers, item.id, reviewer="kim")
    assert "libheif" in rendition.remark
    assert len(item_pages.sizes(case, rendition.id)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are Unix's")
def test_the_decoder_has_no_more_processor_time_than_an_item_may_take() -> None:
    shown = "print(r.getrlimit(r.RLIMIT_CPU)[1])"
    code = f"import resource as r, reviewer.workers.walls as w; w.shut_in(w.ONE_ITEM); {shown}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) <= 15


_ESCAPES = {
    "read a file": "open('/etc/hostname').read()",
    "list a folder": "os.listdir('/')",
    "write a file": "open('/tmp/x-of-the-decoder', 'w').write('x')",
    "open a socket": "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "start a process": "os.fork()",
    "run a program": "os.execv('/bin/true', ['true'])",
    "signal another": "os.kill(os.getppid(), 0)",
}


@pytest.mark.skipif(sys.platform != "linux", reason="walls of this kind are Linux's")
@pytest.mark.parametrize("way", list(_ESCAPES))
def test_behind_its_walls_it_reaches_nothing(way: str) -> None:
    code = f"""
import os, socket, threading
from reviewer.workers.walls import ONE_ITEM, shut_in
walls = shut_in(ONE_ITEM)
assert len(walls) == 3, walls
thread = threading.Thread(target=int)
thread.start()
thread.join()
try:
    {_ESCAPES[way]}
except OSError:
    print("denied")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "denied\n", done.stderr
