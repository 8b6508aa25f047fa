"""Draw a picture that a reviewer brought, such as a logo: what comes out is pixels and nothing else of the file."""

from __future__ import annotations

import re

import pymupdf
from PIL import Image, ImageOps

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import DrawPicture
from reviewer.workers.picture.opening import Pages, bounded, decode
from reviewer.workers.picture.pages import flat
from reviewer.workers.refusal import Refusal

_SVG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE|<svg)", re.IGNORECASE)


def draw_picture(request: DrawPicture, data: bytes) -> tuple[int, int, bytes]:
    """Width, height and RGB pixels of a picture on white, as large as asked for at most; Refusal for what is none."""
    image = _vector(request, data) if _SVG.match(data) else _raster(data)
    image.thumbnail((request.width, request.height), Image.Resampling.LANCZOS)
    return image.width, image.height, image.tobytes()


def _raster(data: bytes) -> Image.Image:
    """The first picture of the file, turned as it is meant to be seen."""
    with bounded():
        return flat(ImageOps.exif_transpose(decode(Pages(data)).image)).convert("RGB")


def _vector(request: DrawPicture, data: bytes) -> Image.Image:
    try:
        with pymupdf.open("svg", data) as document:
            page = document[0]
            scale = min(request.width / page.rect.width, request.height / page.rect.height)
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    except (RuntimeError, ValueError, ZeroDivisionError, IndexError) as error:
        raise Refusal(Reason("picture.unreadable")) from error
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
