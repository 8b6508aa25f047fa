"""What a picture tells about itself: camera, time, place, who made it, and the words people wrote into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin, TiffImagePlugin

from reviewer.domain.evidence.reading import DAMAGED, TURNED
from reviewer.domain.reasons.reason import Reason, pack
from reviewer.workers.email.charsets import decode
from reviewer.workers.picture.opening import PILLOW_ERRORS

_LONGEST = 20_000  # characters of one caption
_LARGEST_XMP = 2_000_000  # bytes

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
_NO_DATE = re.compile(r"[0\s:]*\Z")

_CAPTIONS = ("title", "headline", "description", "comment", "keywords", "author", "copyright", "place name")
"""Facts that are words of a person and therefore belong to the text to search."""

_TURNS = {
    2: Reason("picture.mirrored"),
    3: Reason("picture.turned"),
    4: Reason("picture.mirrored_down"),
    5: Reason("picture.mirrored_left"),
    6: Reason("picture.turned_right"),
    7: Reason("picture.mirrored_right"),
    8: Reason("picture.turned_left"),
}
"""What has to be done to the stored picture to show it (Exif 2.32, tag 0x0112)."""

_EXIF = {
    ExifTags.Base.ImageDescription: "description",
    ExifTags.Base.Artist: "author",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.Software: "software",
    ExifTags.Base.DateTime: "changed",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPComment: "comment",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.XPSubject: "description",
    ExifTags.Base.HostComputer: "computer",
    ExifTags.Base.DocumentName: "title",
    ExifTags.Base.PageName: "title",
}
_EXIF_MORE = {
    ExifTags.Base.DateTimeOriginal: "taken",
    ExifTags.Base.DateTimeDigitized: "digitized",
    ExifTags.Base.OffsetTimeOriginal: "zone of the time taken",
    ExifTags.Base.UserComment: "comment",
    ExifTags.Base.LensModel: "lens",
    ExifTags.Base.CameraOwnerName: "camera's owner",
    ExifTags.Base.BodySerialNumber: "camera's serial number",
    ExifTags.Base.ImageUniqueID: "picture's identifier",
}
_XMP = {
    "title": "title",
    "description": "description",
    "creator": "author",
    "rights": "copyright",
    "subject": "keywords",
    "Headline": "headline",
    "CreatorTool": "software",
    "CreateDate": "created",
    "ModifyDate": "changed",
    "City": "place name",
    "State": "place name",
    "Country": "place name",
    "Location": "place name",
    "UserComment": "comment",
}
_IPTC = {
    (2, 5): "title",
    (2, 25): "keywords",
    (2, 80): "author",
    (2, 90): "place name",
    (2, 101): "place name",
    (2, 105): "headline",
    (2, 116): "copyright",
    (2, 120): "description",
}
"""Datasets of IPTC-NAA IIM 4.2."""

_WORDS_IN_FILE = {
    "title": "title",
    "author": "author",
    "description": "description",
    "comment": "comment",
    "copyright": "copyright",
    "software": "software",
    "creation time": "created",
    "warning": "comment",
    "disclaimer": "comment",
    "source": "comment",
}
"""Keywords of text chunks (PNG, section 11.3.3.2), and of the comments in GIF and JPEG."""


class Facts:
    """Facts gathered from several places that may say the same; the same words are kept once."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._said: dict[str, list[Reason]] = {}

    def say(self, name: str, reason: Reason) -> None:
        """Note what is said in a sentence."""
        self._said.setdefault(name, []).append(reason)

    def add(self, name: str, value: object) -> None:
        """Note what one place says; nothing when that is empty."""
        text = _clean(_words(value))
        if name in ("taken", "digitized", "changed", "created"):
            text = _date(text)
        held = self._found.setdefault(name, [])
        if text and text not in held:
            held.append(text[:_LONGEST])

    def metadata(self) -> dict[str, str]:
        """One line of text for each fact."""
        found = {name: "; ".join(values)[:2_000] for name, values in self._found.items() if values}
        return found | {name: pack(reasons) for name, reasons in self._said.items()}

    def captions(self) -> str:
        """What people wrote, one fact a paragraph."""
        held = [(name, value) for name in _CAPTIONS for value in self._found.get(name, ())]
        return "\n".join(f"{name}: {value}" for name, value in held)


def facts_of(image: Image.Image) -> Facts:
    """All that an opened picture tells; what is damaged is left out."""
    facts = Facts()
    for kind, gather in (("Exif", _from_exif), ("XMP", _from_xmp), ("IPTC", _from_iptc), ("text", _from_text)):
        try:
            gather(image, facts)
        except PILLOW_ERRORS:
            facts.say(DAMAGED, Reason("picture.facts_damaged", part=kind))
    return facts


def orientation_of(image: Image.Image) -> int:
    """How the stored picture has to be turned, 1 to 8 as Exif counts; 1 where the decoder has turned it already."""
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        held = image.getexif().get(ExifTags.Base.Orientation, 1)
    except PILLOW_ERRORS:
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


# ── Exif ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_exif(image: Image.Image, facts: Facts) -> None:
    exif = image.getexif()
    for tag, name in _EXIF.items():
        value = exif.get(tag)
        if tag >= ExifTags.Base.XPTitle and tag <= ExifTags.Base.XPSubject and isinstance(value, bytes | tuple):
            value = bytes(value).decode("utf-16-le", "replace")
        facts.add(name, value)
    camera = [_clean(_words(exif.get(tag))) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)]
    maker, model = camera
    facts.add("camera", model if maker and model.startswith(maker) else " ".join(filter(None, camera)))
    if (turned := _TURNS.get(orientation_of(image))) is not None:
        facts.say(TURNED, turned)
    more = exif.get_ifd(ExifTags.IFD.Exif)
    for tag, name in _EXIF_MORE.items():
        value = more.get(tag)
        facts.add(name, _user_comment(value) if tag == ExifTags.Base.UserComment else value)
    _place(exif.get_ifd(ExifTags.IFD.GPSInfo), facts)


def _user_comment(value: object) -> str:
    """Eight bytes name the character set (Exif 2.32, 4.6.5, UserComment)."""
    if not isinstance(value, bytes):
        return _words(value)
    kind, rest = value[:8], value[8:]
    if kind.startswith(b"UNICODE"):
        return rest.decode("utf-16-le" if rest[1::2].count(0) >= rest[::2].count(0) else "utf-16-be", "replace")
    return decode(rest if kind[:5] in (b"ASCII", b"JIS\x00\x00", bytes(5)) else value, "").text


def _place(gps: Mapping[int, Any], facts: Facts) -> None:
    try:
        latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
        longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
        if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
            facts.add("place", f"{latitude:.6f}, {longitude:.6f}")
        altitude = gps.get(ExifTags.GPS.GPSAltitude)
        if altitude is not None:
            below = gps.get(ExifTags.GPS.GPSAltitudeRef) in (1, b"\x01")
            facts.add("altitude", f"{-float(altitude) if below else float(altitude):.1f} m")
        day, time = gps.get(ExifTags.GPS.GPSDateStamp), gps.get(ExifTags.GPS.GPSTimeStamp)
        if isinstance(day, str) and isinstance(time, tuple) and len(time) == 3:
            clock = ":".join(f"{int(part):02}" for part in time)
            facts.add("satellites' time", f"{day.replace(':', '-')} {clock} UTC")
    except PILLOW_ERRORS:
        facts.say(DAMAGED, Reason("picture.facts_damaged", part="GPS"))


def _degrees(value: Any, half: object, negative: str) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in value)
    total = degrees + minutes / 60 + seconds / 3600
    return -total if _clean(_words(half)).upper().startswith(negative) else total


# ── XMP, IPTC, comments ─────────────────────────────────────────────────────────────────────────────────────────


def _from_xmp(image: Image.Image, facts: Facts) -> None:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or _photoshop(image, 1060)
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    if not isinstance(packet, bytes) or not packet or len(packet) > _LARGEST_XMP:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    if root is None:
        return
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        name = _XMP.get(etree.QName(node).localname)
        if name:
            facts.add(name, "; ".join(_clean(text) for text in node.itertext("*") if text.strip()))
        for key, value in node.attrib.items():
            held = _XMP.get(etree.QName(key).localname)
            if held and "}" in key:
                facts.add(held, value)


def _from_iptc(image: Image.Image, facts: Facts) -> None:
    if not isinstance(image, ImageFile.ImageFile):
        return
    if not isinstance(image, TiffImagePlugin.TiffImageFile) and "photoshop" not in image.info:
        return
    held = IptcImagePlugin.getiptcinfo(image) or {}
    for key, name in _IPTC.items():
        values = held.get(key)
        for value in values if isinstance(values, list) else [values]:
            facts.add(name, value)


def _from_text(image: Image.Image, facts: Facts) -> None:
    for key, value in image.info.items():
        name = _WORDS_IN_FILE.get(str(key).lower())
        if name and isinstance(value, str | bytes):
            facts.add(name, value)


def _photoshop(image: Image.Image, number: int) -> bytes:
    resources: Iterable[Any] = getattr(image, "resources", ()) if image.format == "PSD" else ()
    return next((bytes(data) for code, _, data in resources if code == number), b"")


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return decode(value, "").text
    if isinstance(value, tuple):
        return " ".join(_words(part) for part in value[:100])
    return str(value)


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.rstrip("\x00").replace("\r", "\n")).strip()


def _date(text: str) -> str:
    """Exif's ``2016:05:03 09:15:00`` as ``2016-05-03 09:15:00``; what is all zeros says nothing."""
    if _NO_DATE.match(text):
        return ""
    match = _DATE.match(text)
    if not match:
        return text
    year, month, day, hour, minute, second = match.groups("00")
    return f"{year}-{month}-{day} {hour}:{minute}:{second}{text[match.end() :]}"
