"""A picture tells what it is and what is written in it; each of its pages is shown as it is meant to be seen."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageOps, PngImagePlugin, TiffImagePlugin

from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.reasons.reason import Reason, unpack
from reviewer.isolation.protocol import LayOut, Printed, Read, ReadOne
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.workers.picture.opening import MAX_PAGES
from reviewer.workers.picture.pages import picture_to_pdf
from reviewer.workers.picture.reading import read_picture
from reviewer.workers.refusal import Refusal
from tests.endurance import a_few, at_length

RED, GREEN, BLUE, WHITE = (220, 0, 0), (0, 160, 0), (0, 0, 220), (255, 255, 255)


def corners(width: int = 240, height: int = 120) -> Image.Image:
    """Red at the top left, green at the top right, blue at the bottom left, white at the bottom right."""
    made = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(made)
    half = (width // 2, height // 2)
    draw.rectangle((0, 0, half[0] - 1, half[1] - 1), RED)
    draw.rectangle((half[0], 0, width, half[1] - 1), GREEN)
    draw.rectangle((0, half[1], half[0] - 1, height), BLUE)
    return made


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shown(pdf: bytes, page: int = 0) -> Image.Image:
    """What a page shows, one pixel a point, without the white around it."""
    with pymupdf.open(stream=pdf) as document:
        drawn = document[page].get_pixmap(dpi=72)
        image = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    box = ImageOps.invert(image.convert("L")).getbbox()
    return image.crop(box)


def colours(image: Image.Image) -> list[tuple[int, ...]]:
    """The nearest of the four colours in the middle of each quarter, row by row."""
    found: list[tuple[int, ...]] = []
    for y in (image.height // 4, image.height * 3 // 4):
        for x in (image.width // 4, image.width * 3 // 4):
            pixel: Any = image.getpixel((x, y))
            found.append(
                min((RED, GREEN, BLUE, WHITE), key=lambda c: sum((a - b) ** 2 for a, b in zip(c, pixel, strict=True)))
            )
    return found


# ── what it tells ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("JPEG", "JPEG"),
        ("PNG", "PNG"),
        ("GIF", "GIF"),
        ("BMP", "BMP"),
        ("TIFF", "TIFF"),
        ("WEBP", "WebP"),
        ("JPEG2000", "JPEG 2000"),
        ("PPM", "PPM"),
        ("AVIF", "AVIF"),
    ],
)
def test_a_picture_is_known_by_its_content_and_shown(kind: str, name: str) -> None:
    data = saved(corners(), kind)
    reading, children = read_picture(data)
    assert (reading.kind, reading.state, children) == (Kind.IMAGE, State.OK, [])
    assert (reading.metadata["format"], reading.metadata["width"], reading.metadata["height"]) == (name, "240", "120")
    assert colours(shown(picture_to_pdf(data, "ABC-000001"))) == [RED, GREEN, BLUE, WHITE]


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Lumen", "Lumen X2"
    exif[0x010E], exif[0x013B] = "The box on the porch", "Ada Lune"
    exif[0x0131] = "Darkroom 4"
    exif[0x0132] = "2016:05:04 08:00:00"
    more = exif.get_ifd(0x8769)
    more[0x9003] = "2016:05:03 09:15:00"
    more[0x9286] = b"UNICODE\x00" + "Für Bo".encode("utf-16-le")
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (43.0, 39.0, 11.52)
    gps[3], gps[4] = "W", (79.0, 22.0, 59.16)
    gps[5], gps[6] = b"\x01", 12.5
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_camera_time_and_place_are_told(kind: str) -> None:
    reading, _ = read_picture(saved(corners(), kind, exif=camera_exif()))
    told = reading.metadata
    assert told["camera"] == "Lumen X2"
    assert told["taken"] == "2016-05-03 09:15:00"
    assert told["changed"] == "2016-05-04 08:00:00"
    assert told["software"] == "Darkroom 4"
    assert told["place"] == "43.653200, -79.383100"  # 43° 39′ 11.52″ N, 79° 22′ 59.16″ W
    assert told["altitude"] == "-12.5 m"
    assert "The box on the porch" in reading.text
    assert "Ada Lune" in reading.text
    assert "Für Bo" in reading.text


def test_captions_of_photo_programs_can_be_searched() -> None:
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Lakeview"><dc:description><rdf:Alt>'
        '<rdf:li xml:lang="x-default">Doorbell in its box</rdf:li></rdf:Alt></dc:description><dc:subject><rdf:Bag>'
        "<rdf:li>gift</rdf:li><rdf:li>camera</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    reading, _ = read_picture(saved(corners(), "JPEG", xmp=xmp.encode()))
    assert "Doorbell in its box" in reading.text
    assert "gift; camera" in reading.text
    assert "Lakeview" in reading.text


def test_comments_within_the_file_can_be_searched() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Description", "Fourteen uses")
    words.add_itxt("Comment", "elf übrig")
    assert "Fourteen uses" in read_picture(saved(corners(), "PNG", pnginfo=words))[0].text
    assert "elf übrig" in read_picture(saved(corners(), "PNG", pnginfo=words))[0].text
    assert "made by Bo" in read_picture(saved(corners(), "GIF", comment=b"made by Bo"))[0].text
    assert "made by Bo" in read_picture(saved(corners(), "JPEG", comment=b"made by Bo"))[0].text


def test_external_entities_in_xmp_are_not_followed() -> None:
    xmp = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:title>a&e;b</dc:title></x>"
    )
    assert read_picture(saved(corners(), "JPEG", xmp=xmp))[0].metadata.get("title") in (None, "a; b", "a", "ab")


# ── its pages ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photo_is_shown_upright(kind: str, turn: int) -> None:
    exif = turned(turn)
    data = saved(corners(), kind, exif=exif, **({"quality": 95} if kind in ("JPEG", "WEBP") else {}))
    with Image.open(BytesIO(data)) as stored:
        upright = ImageOps.exif_transpose(stored).convert("RGB")
    with pymupdf.open(stream=picture_to_pdf(data, "x")) as document:
        page = document[0].rect
        drawn = document[0].get_pixmap(dpi=96)  # a picture that names no size has 96 dots per inch
        paper = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    assert (page.width > page.height) == (upright.width > upright.height)
    left, top = (paper.width - upright.width) // 2, (paper.height - upright.height) // 2
    seen = paper.crop((left, top, left + upright.width, top + upright.height))
    assert colours(seen) == colours(upright)


def test_a_jpeg_keeps_its_bytes() -> None:
    data = saved(corners(), "JPEG")
    with pymupdf.open(stream=picture_to_pdf(data, "x")) as document:
        assert document.extract_image(document[0].get_images()[0][0])["image"] == data


def test_every_page_of_a_fax_is_a_page() -> None:
    pages = [Image.new("1", (1728, 1000 + 20 * n), 1) for n in range(3)]
    for n, page in enumerate(pages):
        ImageDraw.Draw(page).rectangle((100, 100, 400 + 300 * n, 400), 0)
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(204, 98))
    assert read_picture(data)[0].metadata["pages"] == "3"
    pdf = picture_to_pdf(data, "x")
    with pymupdf.open(stream=pdf) as document:
        assert document.page_count == 3
        width, height = document[0].rect.width, document[0].rect.height
    assert (width, height) == (612, 792)
    for n in range(3):  # 204 dots per inch across and 98 down: what looks square in pixels is tall on paper
        seen = shown(pdf, n)
        assert seen.width == pytest.approx((301 + 300 * n) * 72 / 204, rel=0.02, abs=2)
        assert seen.height == pytest.approx(301 * 72 / 98, rel=0.06, abs=2)


@at_length
def test_a_fax_of_as_many_pages_as_are_shown_is_read_and_shown_in_time(workers: Workers) -> None:
    pages = [Image.new("1", (80, 80), 1)] * MAX_PAGES
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    (read,) = workers.ask(Read((ReadOne("fax.tif"),)), [data]).message.items
    assert (read.state, read.metadata["pages"]) == (State.OK, str(MAX_PAGES))
    (pdf,) = workers.ask(LayOut("ABC-000001"), [data]).blobs
    with pymupdf.open(stream=pdf) as document:
        assert document.page_count == MAX_PAGES


@pytest.mark.parametrize("packing", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "group3"])
def test_tiff_is_read_however_it_is_packed(packing: str) -> None:
    image = corners().convert("1") if packing == "group3" else corners()
    data = saved(image, "TIFF", compression=packing)
    assert read_picture(data)[0].state is State.OK
    assert colours(shown(picture_to_pdf(data, "x")))[0] != WHITE


def test_a_film_shows_its_first_picture_and_says_how_many_there_are() -> None:
    other = Image.new("RGB", (240, 120), BLUE)
    for kind in ("GIF", "WEBP"):
        data = saved(corners(), kind, save_all=True, append_images=[other, ImageOps.invert(other)], duration=100)
        assert read_picture(data)[0].metadata["frames"] == "3"
        with pymupdf.open(stream=picture_to_pdf(data, "x")) as document:
            assert document.page_count == 1


def test_what_shines_through_is_put_on_white() -> None:
    image = corners().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size).point(lambda v: 255 if v < 128 else 0))
    seen = shown(picture_to_pdf(saved(image, "PNG"), "x"))
    assert seen.height == pytest.approx(45, abs=2)  # the lower half cannot be seen; 60 pixels are 45 points
    assert seen.getpixel((20, 20)) == RED


@pytest.mark.parametrize("mode", ["P", "CMYK", "LA", "I;16", "L", "1", "LAB", "YCbCr", "F", "I"])
def test_pictures_of_every_depth_are_shown(mode: str) -> None:
    if mode == "I;16":
        image = Image.frombytes("I;16", (2, 1), struct.pack("<2H", 0, 65_535)).resize(
            (240, 120), Image.Resampling.NEAREST
        )
    elif mode in ("LAB", "F", "I"):
        image = corners().convert("L").convert(mode) if mode != "LAB" else Image.new("LAB", (240, 120), (40, 128, 128))
    else:
        image = corners().convert("L" if mode == "LA" else mode)
        image = image.convert(mode)
    data = saved(image, "PNG" if mode in ("LA", "P", "1") else "TIFF")
    assert read_picture(data)[0].state is State.OK
    assert shown(picture_to_pdf(data, "x")).getextrema() != ((255, 255), (255, 255), (255, 255))


def png_of_black(side: int) -> bytes:
    """A PNG of RGB whose rows are packed one by one, so that it need not be held here."""
    packer = zlib.compressobj(1)
    rows = b"".join([*(packer.compress(bytes(1 + 3 * side)) for _ in range(side)), packer.flush()])

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def tiff_of_black(side: int) -> bytes:
    """A TIFF of grey in one packed strip."""
    packer = zlib.compressobj(1)
    strip = b"".join([*(packer.compress(bytes(side)) for _ in range(side)), packer.flush()])
    strip += bytes(len(strip) % 2)
    entries = {256: side, 257: side, 258: 8, 259: 8, 262: 1, 273: 8, 278: side, 279: len(strip)}
    listed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<I", 8 + len(strip)) + strip + struct.pack("<H", len(entries)) + listed + bytes(4)


_READ_ALONE = """
import sys
from reviewer.workers.picture.reading import read_picture
from reviewer.workers.refusal import Refusal
try:
    read_picture(sys.stdin.buffer.read())
except Refusal as refusal:
    print(refusal)
if sys.platform == "linux":
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


@pytest.mark.parametrize("make", a_few([tiff_of_black], [png_of_black]))
def test_a_picture_of_400_million_pixels_is_refused_in_words_before_it_is_in_memory(
    workers: Workers, make: Callable[[int], bytes]
) -> None:
    data = make(20_000)
    reason = "the picture has more than 200,000,000 pixels"
    (reading,) = workers.ask(Read((ReadOne(),)), [data]).message.items
    assert (reading.kind, reading.state, reading.reason) == (Kind.IMAGE, State.FAILED, reason)
    with pytest.raises(WorkerError, match=reason):
        workers.ask(LayOut("A-1"), [data])
    if sys.platform == "linux":
        done = subprocess.run([sys.executable, "-c", _READ_ALONE], input=data, capture_output=True, check=True)
        said, most = done.stdout.decode().splitlines()
        assert said == reason
        assert int(most) < 300_000, "kilobytes; its pixels would take 400,000 at the least"


def test_a_large_photo_fits_the_page_and_a_small_one_is_not_blown_up() -> None:
    large = shown(picture_to_pdf(saved(Image.new("RGB", (4000, 3000), RED), "JPEG"), "x"))
    assert (large.width, large.height) == (792, 594)
    small = shown(picture_to_pdf(saved(Image.new("RGB", (96, 48), RED), "PNG"), "x"))
    assert (small.width, small.height) == (72, 36)


# ── damage and malice ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF"])
def test_a_picture_cut_short_is_shown_as_far_as_it_goes(kind: str) -> None:
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    data = saved(noise, kind)
    cut = data[: len(data) * 6 // 10]
    if kind == "TIFF":  # its list of tags must stand before the pixels, else nothing is left
        assert data[4:8] == b"\x08\x00\x00\x00"
    reading, _ = read_picture(cut)
    assert reading.state is State.PARTIAL
    assert "cut short or damaged" in reading.reason
    seen = shown(picture_to_pdf(cut, "x"))
    assert seen.width > 250


def test_one_broken_page_does_not_take_the_others_with_it() -> None:
    pages = [Image.new("RGB", (100, 100), colour) for colour in (RED, GREEN, BLUE)]
    data = bytearray(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate"))
    with Image.open(BytesIO(bytes(data))) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        image.seek(1)
        at = image.tag_v2[273][0]
    data[at : at + 30] = bytes(30)
    reading, _ = read_picture(bytes(data))
    assert reading.state is State.PARTIAL
    assert "page 2" in reading.reason
    with pymupdf.open(stream=picture_to_pdf(bytes(data), "x")) as document:
        assert document.page_count == 3


def test_heic_tells_its_facts_and_is_left_to_its_own_decoder() -> None:
    out = BytesIO()
    pillow_heif.from_pillow(corners()).save(out)
    reading, _ = read_picture(out.getvalue())
    assert (reading.state, reading.metadata["format"], reading.metadata["width"]) == (State.OK, "HEIC", "240")
    with pytest.raises(Refusal, match="decoder"):
        picture_to_pdf(out.getvalue(), "x")


def test_a_photoshop_picture_is_read_though_its_layers_are_counted_from_one() -> None:
    """The header, empty sections, and the merged picture unpacked (Adobe Photoshop File Formats Specification)."""
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 2, 4, 8, 3)
    data = head + bytes(12) + struct.pack(">H", 0) + bytes(3 * 2 * 4)
    reading, _ = read_picture(data)
    assert (reading.state, reading.metadata["format"], reading.metadata["width"]) == (State.OK, "Photoshop", "4")


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(1_000_000, 1_000_000), (20_000, 10_001), (2_000_000_000, 1)])
def test_a_picture_that_claims_to_be_huge_is_refused(width: int, height: int) -> None:
    for attempt in (read_picture, lambda data: picture_to_pdf(data, "x")):
        with pytest.raises(Refusal, match="pixels"):
            attempt(png_claiming(width, height))


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0", b"II*\x00\xff\xff\xff\xff", b"BM", b"GIF89a"]
)
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refusal, match="the picture is"):
        read_picture(data)


def test_every_format_is_read_and_shown_behind_the_walls(workers: Workers) -> None:
    """A decoder that opened a file or started a thread there would cost the worker its life."""
    pictures = {
        kind: saved(corners(), kind) for kind in ("JPEG", "PNG", "GIF", "BMP", "WEBP", "JPEG2000", "AVIF", "MPO")
    }
    pictures["LAB"] = saved(Image.new("LAB", (40, 40), (40, 128, 128)), "TIFF")
    pictures["turned"] = saved(corners(), "TIFF", exif=turned(6))
    pictures["cut"] = saved(Image.effect_noise((200, 200), 90), "PNG")[:9_000]
    for packing in ("tiff_lzw", "jpeg", "tiff_adobe_deflate", "packbits"):
        pictures[packing] = saved(corners(), "TIFF", compression=packing)
    for name, data in pictures.items():
        reading = workers.ask(Read((ReadOne(name),)), [data]).message.items[0]
        assert reading.state is (State.PARTIAL if name == "cut" else State.OK), (name, reading.reason)
        assert isinstance(workers.ask(LayOut("TST-000001"), [data]).message, Printed), name


@pytest.mark.parametrize(
    ("number", "code"), [(2, "mirrored"), (3, "turned"), (4, "mirrored_down"), (6, "turned_right"), (8, "turned_left")]
)
def test_how_a_picture_is_stored_is_told_by_a_code(number: int, code: str) -> None:
    """Exif 2.32, tag 0x0112: 6 is shown after a turn to the right, 8 after one to the left."""
    told = read_picture(saved(corners(), "JPEG", exif=turned(number)))[0].metadata
    assert unpack(told["orientation"]) == (Reason(f"picture.{code}"),)
    assert "orientation" not in read_picture(saved(corners(), "JPEG", exif=turned(1)))[0].metadata


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif
