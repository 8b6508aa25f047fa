"""Contacts and distribution lists as lines ([MS-OXOCNTC], [MS-OXPROPS])."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.properties import ADDRESS, Key, Properties

_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_MOST = 5_000

_TEXTS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("Name", (0x3001, 0x0037)),
    ("Filed as", ((ADDRESS, 0x8005),)),
    ("Title", (0x3A45,)),
    ("Given name", (0x3A06,)),
    ("Middle name", (0x3A44,)),
    ("Family name", (0x3A11,)),
    ("Suffix", (0x3A05,)),
    ("Nickname", (0x3A4F,)),
    ("Company", (0x3A16,)),
    ("Department", (0x3A18,)),
    ("Job title", (0x3A17,)),
    ("Profession", (0x3A46,)),
    ("Office", (0x3A19,)),
    ("Manager", (0x3A4E,)),
    ("Assistant", (0x3A30,)),
    ("Spouse", (0x3A48,)),
    ("Hobbies", (0x3A43,)),
)
_PHONES: tuple[tuple[str, Key], ...] = (
    ("Phone, business", 0x3A08), ("Phone, business 2", 0x3A1B), ("Phone, company", 0x3A57), ("Phone, home", 0x3A09),
    ("Phone, home 2", 0x3A2F), ("Phone, mobile", 0x3A1C), ("Phone, main", 0x3A1A), ("Phone, other", 0x3A1F),
    ("Phone, car", 0x3A1E), ("Phone, assistant", 0x3A2E), ("Phone, callback", 0x3A02), ("Phone, radio", 0x3A1D),
    ("Pager", 0x3A21), ("Fax, business", 0x3A24), ("Fax, home", 0x3A25), ("Fax, other", 0x3A23), ("Telex", 0x3A2C),
    ("ISDN", 0x3A2D), ("Text telephone", 0x3A4B),
)  # fmt: skip
_PLACES: tuple[tuple[str, Key, tuple[Key, ...]], ...] = (
    ("Address, business", (ADDRESS, 0x801B), tuple((ADDRESS, number) for number in range(0x8045, 0x804A))),
    ("Address, home", (ADDRESS, 0x801A), (0x3A5D, 0x3A59, 0x3A5C, 0x3A5B, 0x3A5A)),
    ("Address, other", (ADDRESS, 0x801C), (0x3A63, 0x3A5F, 0x3A62, 0x3A61, 0x3A60)),
    ("Address", 0x3A15, (0x3A29, 0x3A27, 0x3A28, 0x3A2A, 0x3A26)),
)


def contact_lines(properties: Properties) -> Iterator[tuple[str, str]]:
    """Names, addresses, phones and dates of a contact, in that order."""
    for name, keys in _TEXTS:
        yield name, properties.text(*keys)
    for number, first in enumerate((0x8080, 0x8090, 0x80A0), 1):
        address = properties.text((ADDRESS, first + 3), (ADDRESS, first + 4))
        shown = properties.text((ADDRESS, first))
        yield f"E-mail {number}" if number > 1 else "E-mail", address or shown
        yield f"E-mail {number} shown as", shown if address and shown not in (address, "") else ""
    yield "Instant messages", properties.text((ADDRESS, 0x8062))
    for name, key in _PHONES:
        yield name, properties.text(key)
    seen: set[str] = set()
    for name, whole, parts in _PLACES:
        place = properties.text(whole) or ", ".join(properties.text(part) for part in parts if properties.text(part))
        if " ".join(place.split()) not in seen:
            yield name, place
        seen.add(" ".join(place.split()))
    yield "Web page", properties.text((ADDRESS, 0x802B), 0x3A51)
    yield "Web page, private", properties.text(0x3A50)
    for name, day in (("Birthday", 0x3A42), ("Anniversary", 0x3A41)):
        time = properties.time(day)
        yield name, f"{time:%Y-%m-%d}" if time else ""


def member_lines(properties: Properties, remarks: list[Reason]) -> Iterator[tuple[str, str]]:
    """Name and members of a distribution list; a remark when there are more than are listed."""
    yield "Name", properties.text((ADDRESS, 0x8053), 0x3001, 0x0037)
    raw = properties.values.get((ADDRESS, 0x8054), (0, ()))[1] or properties.values.get((ADDRESS, 0x8055), (0, ()))[1]
    members = raw if isinstance(raw, tuple) else ()
    for entry in members[:_MOST]:
        yield "Member", _one_off(entry)
    if len(members) > _MOST:
        remarks.append(Reason("outlook.list_members_many", count=len(members), limit=_MOST))


def _one_off(entry: bytes) -> str:
    """A one-off entry id: name, type and address ([MS-OXCDATA], section 2.2.5.1)."""
    at = entry.find(_ONE_OFF)
    if at < 0:
        return "an entry of the address book, known there only"
    unicode = int.from_bytes(entry[at + 18 : at + 20], "little") & 0x8000
    rest = entry[at + 20 :]
    if unicode:
        texts = rest[: len(rest) // 2 * 2].decode("utf-16-le", "replace").split("\0")
    else:
        texts = rest.decode("cp1252", "replace").split("\0")
    name, _, address = [*texts, "", "", ""][:3]
    return f"{name} <{address}>" if address and address != name else name
