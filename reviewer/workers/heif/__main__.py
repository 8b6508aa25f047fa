"""``python -m reviewer.workers.heif``: one picture on stdin, its pixels on stdout, as frames; then it ends."""

from __future__ import annotations

import os
import sys
from io import BytesIO

import pillow_heif
from PIL import Image

from reviewer.isolation.protocol import (
    Answer,
    Decode,
    Decoded,
    EndOfStreamError,
    Failed,
    Limits,
    Ready,
    Request,
    encode,
    read_frame,
)
from reviewer.workers.attempt import attempt
from reviewer.workers.heif.walls import shut_in
from reviewer.workers.picture.opening import PILLOW_ERRORS, bounded, open_picture
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import leave_with_parent

ENGINE = f"libheif {pillow_heif.libheif_version()}"


def main() -> int:
    """Answer one request."""
    channel = os.dup(1)
    os.dup2(2, 1)  # a stray word on stdout must not end up between two frames

    def send(message: Answer, *blobs: bytes) -> None:
        for piece in encode(message, blobs):
            view = memoryview(piece)
            while view:
                view = view[os.write(channel, view) :]

    leave_with_parent()
    _warm_up()
    send(Ready(role="decode", sandbox=shut_in(), engine=ENGINE))
    try:
        frame = read_frame(lambda size: os.read(0, min(size, 2**20)), Request, Limits())
    except EndOfStreamError:
        return 0
    if not isinstance(frame.message, Decode) or len(frame.blobs) != 1:
        send(Failed("the decoder does nothing but decode one picture"))
        return 0
    outcome = attempt(lambda: pixels(frame.blobs[0]))
    if isinstance(outcome, Failed):
        send(outcome)
    else:
        send(Decoded(ENGINE), outcome)
    return 0


def pixels(data: bytes) -> bytes:
    """The picture as PNG, turned as it is meant to be seen. Refusal for what is damaged, too large or none."""
    with bounded():
        image = open_picture(data)
        out = BytesIO()
        _decoded(image).save(out, "PNG", compress_level=1, dpi=image.info.get("dpi"))
        return out.getvalue()


def _decoded(image: Image.Image) -> Image.Image:
    try:
        image.load()
    except PILLOW_ERRORS as error:
        raise Refusal("the picture is damaged: nothing of it can be decoded") from error
    return image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGB")


def _warm_up() -> None:
    """Load what decoding and packing load late, by doing both once, while files can still be read."""
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    Image.open(BytesIO(made.getvalue())).load()
    sample = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64))).save(sample)
    pixels(sample.getvalue())


if __name__ == "__main__":
    sys.exit(main())
