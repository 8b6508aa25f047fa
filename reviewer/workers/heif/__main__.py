"""``python -m reviewer.workers.heif``: one picture on stdin, its pixels on stdout, as frames; then it ends."""

from __future__ import annotations

import sys
from io import BytesIO

import pillow_heif
from PIL import Image

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import EndOfStreamError
from reviewer.isolation.protocol import Decode, DecodedPicture, Failed, Ready
from reviewer.workers.attempt import attempt
from reviewer.workers.picture.opening import PILLOW_ERRORS, bounded, open_picture
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import leave_with_parent
from reviewer.workers.stdio import next_request, own_stdout
from reviewer.workers.walls import ONE_ITEM, shut_in

ENGINE = f"libheif {pillow_heif.libheif_version()}"


def main() -> int:
    """Answer one request."""
    send = own_stdout()
    leave_with_parent()
    _warm_up()
    send(Ready(role="decode", sandbox=shut_in(ONE_ITEM), engine=ENGINE))
    try:
        frame = next_request()
    except EndOfStreamError:
        return 0
    if not isinstance(frame.message, Decode) or len(frame.blobs) != 1:
        send(Failed(Reason("reader.decodes_only")))
        return 0
    outcome = attempt(lambda: pixels(frame.blobs[0]))
    if isinstance(outcome, Failed):
        send(outcome)
    else:
        send(DecodedPicture(ENGINE), outcome)
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
        raise Refusal(Reason("picture.damaged")) from error
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
