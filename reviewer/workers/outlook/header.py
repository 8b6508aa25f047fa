"""The header block of a message that Outlook kept as properties (RFC 5322, RFC 2047, RFC 2231)."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from urllib.parse import quote

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.header import split_headers
from reviewer.workers.outlook.properties import HEADERS, PUBLIC, Item, Properties

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]+")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_SPECIAL = re.compile(r'[\s<>(),;:"\\]')
_OURS = re.compile(r"content-|mime-version|x-evidence-reviewer|x-message-class|x-unsent")
_SIGN_OF_MAIL = frozenset(("from", "to", "cc", "date", "subject", "message-id", "received", "return-path"))
_ROLES = ((1, "To"), (2, "Cc"), (3, "Bcc"))
_ROLE_OF = {name.lower(): role for role, name in _ROLES}
_LONGEST_LINE = 76
_MOST = 2_000
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def header_block(item: Item) -> bytes:
    """The fields in order, each with its line end: those it travelled with, then what the properties add."""
    travelled = _with_addresses(_travelled(item.properties, item.remarks), item)
    names = {name.lower() for name, _ in travelled}
    lines = [name.encode() + b":" + value for name, value in travelled]
    for name, value in _from_properties(item):
        if value and name.lower() not in names:
            lines.append(field_line(name, value))
    lines += [field_line(name, value) for name, value in _ours(item)]
    return b"".join(lines)


def field_line(name: str, value: str) -> bytes:
    """One header field, folded at its spaces; ``value`` is ASCII already or becomes encoded words."""
    clean = _CONTROL.sub(" ", value).strip()
    if not clean.isascii() or ("=?" in clean and name == "Subject"):
        clean = encoded_words(clean)
    return f"{name}: {_fold(clean, len(name) + 2)}\r\n".encode("ascii")


def encoded_words(text: str) -> str:
    """RFC 2047 words of at most 75 characters, in UTF-8 and base64, a character never split between two."""
    words, piece = [], bytearray()
    for char in text:
        raw = char.encode("utf-8", "replace")
        if len(piece) + len(raw) > 42:
            words.append(bytes(piece))
            piece.clear()
        piece += raw
    words.append(bytes(piece))
    return " ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words)


def parameter(name: str, value: str) -> str:
    """``; name="value"``, in the sections of RFC 2231 when it is not plain or is long."""
    clean = _CONTROL.sub(" ", value).strip()
    if clean.isascii() and len(clean) < 60 and "=?" not in clean:
        return ';\r\n {}="{}"'.format(name, re.sub(r'(["\\])', r"\\\1", clean))
    whole = quote(clean[:1_000].encode("utf-8", "replace"), safe="")
    pieces = re.findall(r"(?:%..|.){1,20}", whole) or [""]
    if len(pieces) == 1:
        return f";\r\n {name}*=utf-8''{pieces[0]}"
    first = f";\r\n {name}*0*=utf-8''{pieces[0]}"
    return first + "".join(f";\r\n {name}*{number}*={piece}" for number, piece in enumerate(pieces[1:], 1))


def date_text(time: datetime) -> str:
    """RFC 5322, section 3.3: UTC, and ``-0000`` because nothing tells the sender's zone."""
    return f"{_DAYS[time.weekday()]}, {time.day:02} {_MONTHS[time.month - 1]} {time.year} {time:%H:%M:%S} -0000"


def mailbox(name: str, address: str) -> str:
    """A name and an address as a header has them.

    Exchange's own addresses (``/O=FIRST ORG/CN=ADA``) are no mail addresses; what a header cannot hold is written as
    ``+20``, which is how Exchange itself does it ([MS-OXCMAIL], section 2.1.3.4.1, IMCEA).
    """
    name = _CONTROL.sub(" ", name).strip()
    address = _SPECIAL.sub(lambda match: f"+{ord(match[0]):02X}", _CONTROL.sub(" ", address).strip())
    if name.strip("'") == address.strip("'"):
        name = ""
    shown = name if _ATOM.fullmatch(name) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    if not name.isascii() or "=?" in name:
        shown = encoded_words(name)
    if not name:
        return f"<{address}>" if address else ""
    return f"{shown} <{address}>"


def person(properties: Properties, name: int, kind: int, address: int, *smtp: int) -> str:
    """One mailbox of the properties that hold its name, type of address, address, and SMTP address."""
    plain = properties.text(*smtp)
    if properties.text(kind).upper() == "UNKNOWN" and "@" not in plain:
        return ""  # Outlook writes “Unknown” where there is nobody
    if not plain or "@" not in plain:
        plain = properties.text(address) or plain
    if not plain and kind == 0x3002 and "@" in properties.text(0x3001):
        plain = properties.text(0x3001)
    return mailbox(properties.text(name), plain)


def people(item: Item, role: int) -> list[str]:
    """The recipients of a role: 1 to, 2 cc, 3 bcc."""
    chosen = [one for one in item.recipients if one.number(0x0C15, 1) & 0xFF == role]
    made = [person(one, 0x3001, 0x3002, 0x3003, 0x39FE, 0x5D09, 0x5D0A) for one in chosen]
    return [one for one in made if one]


def sender(item: Item) -> tuple[str, str]:
    """On whose behalf the message was sent, and who sent it if that is someone else."""
    properties = item.properties
    author = person(properties, 0x0042, 0x0064, 0x0065, 0x5D02, 0x5D0B)
    actor = person(properties, 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01, 0x5D0A)
    same = properties.text(0x0042) in ("", properties.text(0x0C1A))
    if same and (not author or author.endswith("<>")):
        return actor or author, ""
    return author, "" if actor == author or (same and actor.endswith("<>")) else actor


def _travelled(properties: Properties, remarks: list[Reason]) -> list[tuple[str, bytes]]:
    """The header the message came with, without what described its parts, when it is one."""
    text = properties.text(0x007D).replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    raw = text.encode("utf-8", "replace")
    headers, _ = split_headers(raw, 0, len(raw))
    if not any(name in _SIGN_OF_MAIL for name, _ in headers.fields):
        return []
    if len(headers.fields) > _MOST:
        remarks.append(Reason("outlook.header_fields_many", count=len(headers.fields), limit=_MOST))
    kept = [(name, value) for name, value in headers.fields[:_MOST] if not _OURS.match(name)]
    return [("-".join(part.capitalize() for part in name.split("-")), _line(value)) for name, value in kept]


def _with_addresses(travelled: list[tuple[str, bytes]], item: Item) -> list[tuple[str, bytes]]:
    """The header with recipients by their addresses where it has names alone, as mail within Exchange does.

    The field of such a role is made of the message's own table of recipients; what it said is kept as ``X-As-Sent-…``.
    """
    found: list[tuple[str, bytes]] = []
    told = {name.lower() for name, _ in travelled}
    for name, value in travelled:
        role = _ROLE_OF.get(name.lower())
        known = [one for one in people(item, role) if "@" in one] if role else []
        lacking = [one for one in known if _address(one).lower() not in value.decode("utf-8", "replace").lower()]
        if lacking and b"@" not in value:
            found += [(name, field_line(name, ", ".join(people(item, role or 1)))[len(name) + 1 :])]
            found += [(f"X-As-Sent-{name}", value)] if f"x-as-sent-{name.lower()}" not in told else []
        elif lacking:
            whole = value.rstrip(b"\r\n ,;").decode("utf-8", "replace")
            found.append((name, f"{whole},\r\n {', '.join(lacking)}\r\n".encode()))
        else:
            found.append((name, value))
    return found


def _address(one: str) -> str:
    return one.rpartition("<")[2].rstrip(">")


def _line(value: bytes) -> bytes:
    return value.rstrip(b"\n").replace(b"\0", b" ").replace(b"\r", b" ").replace(b"\n", b"\r\n") + b"\r\n"


def _from_properties(item: Item) -> list[tuple[str, str]]:
    properties = item.properties
    author, actor = sender(item)
    time = properties.time(0x0039, 0x0E06, 0x3007, 0x3008)
    roles = []
    for role, name in _ROLES:
        found = people(item, role)
        shown = properties.text({1: 0x0E04, 2: 0x0E03, 3: 0x0E02}[role])
        if not found and shown:
            found = [mailbox(one.strip(), "") for one in shown.split(";") if one.strip()]
        roles.append((name, ", ".join(found)))
    return [
        ("From", author),
        ("Sender", actor),
        *roles,
        ("Subject", subject_of(properties)),
        ("Date", date_text(time) if time else ""),
        ("Message-ID", _bracketed(properties.text(0x1035))),
        ("In-Reply-To", _bracketed(properties.text(0x1042))),
        ("References", properties.text(0x1039)),
        ("Importance", {0: "low", 2: "high"}.get(properties.number(0x0017, 1), "")),
        ("Sensitivity", {1: "Personal", 2: "Private", 3: "Company-Confidential"}.get(properties.number(0x0036), "")),
        ("Keywords", ", ".join(properties.texts((PUBLIC, "Keywords")))),
        ("Reply-To", _reply_to(properties)),
        ("Thread-Index", base64.b64encode(properties.raw(0x0071)).decode()[:500]),
        ("Thread-Topic", properties.text(0x0070)),
    ]


def subject_of(properties: Properties) -> str:
    """The subject; one from a store may begin with 0x01 and the length of its prefix ([MS-PST], section 2.5.3.1.1)."""
    text = properties.text(0x0037)
    if text.startswith("\x01"):
        text = text[2:]
    return text or properties.text(0x003D) + properties.text(0x0E1D)


def _reply_to(properties: Properties) -> str:
    return mailbox("", properties.text((HEADERS, "reply-to"))) if (HEADERS, "reply-to") in properties else ""


def _ours(item: Item) -> list[tuple[str, str]]:
    """What only the properties tell and the mail headers have no place for."""
    kind = item.message_class
    found = [] if kind.upper() == "IPM.NOTE" else [("X-Message-Class", kind[:200])]
    if item.properties.number(0x0E07) & 8:
        found.append(("X-Unsent", "1"))
    return found


def _bracketed(text: str) -> str:
    text = _SPECIAL.sub("", text) if text and not text.lstrip().startswith("<") else text
    return f"<{text}>" if text and not text.lstrip().startswith("<") else text


def _fold(value: str, used: int) -> str:
    lines, line, length = [], "", used
    for word in value.split(" "):
        if line and length + len(word) + 1 > _LONGEST_LINE:
            lines.append(line)
            line, length = word, len(word) + 1
        else:
            line = f"{line} {word}" if line else word
            length += len(word) + 1
    return "\r\n ".join([*lines, line])
