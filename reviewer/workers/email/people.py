"""Who a message is from and to: address lists of RFC 5322, read in one pass, so none costs more than its length."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from reviewer.domain.evidence.reading import ROLES, Person
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.header import LONGEST, Headers, decode_words, each_text, raw_text

MOST_PEOPLE = 5_000
"""People of one message; further ones are left out, with a defect."""

TRAVEL = {
    "resent-from": "Resent from",
    "resent-sender": "Resent by",
    "resent-to": "Resent to",
    "resent-cc": "Resent cc",
    "resent-bcc": "Resent bcc",
    "delivered-to": "Delivered to",
    "x-original-to": "Original to",
    "envelope-to": "Envelope to",
}
"""Fields that tell whom a message reached beside those whom it is addressed to, and what they are called."""

MOST_GROUPS = 100
"""Groups of one list that are told."""

_PREFIXES = frozenset(("mailto", "smtp", "sip", "x400", "x500"))
"""What programs write before an address, with a colon as behind the name of a group."""

_ORDER = {role: number for number, role in enumerate(ROLES)}

_SIMPLE = re.compile(r'\s*(?:"([^"\\<>]*)"|([^"\\<>,;:()@=]*?))\s*(?:<\s*([^<>"\s,;:()]+)\s*>)\s*\Z')
_BARE = re.compile(r"\s*([^\s<>\",;:()]+@[^\s<>\",;:()]+)\s*\Z")
_TOKEN = re.compile(
    r'(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)|"(?P<quoted>(?:[^"\\]|\\.)*)(?:"|\Z)|<(?P<angle>[^<>]*)(?:>|\Z)'
    r"|(?P<open>\()|(?P<end>[,;])|(?P<group>:)|(?P<space>\s+)|(?P<text>[^\s\"<(,;:]+)",
    re.DOTALL,
)
_PIECE = re.compile(
    r'((?:=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=|"(?:[^"\\]|\\.)*(?:"|\Z)|<[^<>]*(?:>|\Z)|[:\s]|[^\s"<(,;:]+)*+)(?:[,;]|\Z)',
    re.DOTALL,
)
"""One of a list, of whole tokens; none where a comment stands, or a sign that is no token."""
_WITH_SIGNS = re.compile(r"[\"<(;:]|=\?")
"""What a list has in which commas do not always part one from the next."""
_LONGEST_KEPT = 200
_COMMENT_STEP = re.compile(r"\\.|[()]|[^\\()]+|\\", re.DOTALL)
_INNER_COMMENT = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[\s,;]+")
_ADDRESS = re.compile(r"[^\s@,;]+@[^\s@,;]+")
_ON_BEHALF = re.compile(r"\A\s*on\s+behalf\s+of\s+", re.IGNORECASE)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


def people_of(headers: Headers) -> tuple[tuple[Person, ...], Reason | None]:
    """Everybody the header names, by role, in order; and a defect, if there is one."""
    people: list[Person] = []
    roles: list[int] = []  # of the fields that name somebody
    for name, value in headers.fields:
        if name in _ORDER:
            people += _people_kept(name, value) if len(value) <= _LONGEST_KEPT else _people(name, value)
            roles.append(_ORDER[name])
        if len(people) > MOST_PEOPLE:
            return tuple(people[:MOST_PEOPLE]), Reason("email.people_many", limit=MOST_PEOPLE)
    return tuple(people if roles == sorted(roles) else sorted(people, key=_by_role)), None


def travelled(headers: Headers) -> list[tuple[str, str]]:
    """What the header says of its way, and the names of the groups that it is addressed to: each with its label."""
    names = headers.names() & TRAVEL.keys()
    found = [(TRAVEL[name], text) for name in TRAVEL if name in names for text in each_text(headers, name)]
    lists = (raw_text(value) for name, value in headers.fields if name in ROLES and b":" in value)
    return found + [("Group", name) for name in dict.fromkeys(name for text in lists for name in groups(text))]


def groups(text: str) -> list[str]:
    """The names of the groups of an address list (RFC 5322, section 3.4): “Team: a@b.example, c@b.example;”.

    Without a semicolon behind it no name is that of a group, nor is one right behind another: so is “Fwd: Re:”.
    """
    text = text[:LONGEST]
    found: list[str] = []
    words: list[str] = []
    group: str | None = None  # the name of the one that is open; empty where it is none
    closing, at = True, 0  # as in _scan
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup
        if kind == "open":
            end = _comment(text, at)[1] if closing else 0
            closing, at = bool(end), end or at
            words.append(" ")
        elif kind in ("end", "angle"):
            words = []
            if match[0] == ";":
                found += [group] if group else []
                group = None
        elif kind == "group":
            name = " ".join(decode_words("".join(words)).split())
            if name and "@" not in name and name.lower() not in _PREFIXES:
                group = name if group is None else ""
            words = []
        else:
            words.append(_QUOTED_PAIR.sub(r"\1", match["quoted"]) if kind == "quoted" else match[0])
    return found[:MOST_GROUPS]


def _people(role: str, value: bytes) -> list[Person]:
    text = raw_text(value)
    if "," in text and not _SIMPLE.match(text) and (pieces := _pieces(text)):
        return [person for piece in pieces for person in _of_piece(role, piece.strip())]
    return [Person(role, *pair) for pair in addresses(text)]


def _pieces(text: str) -> list[str]:
    """A list cut between those that it names, so that each who was met before need not be read again.

    Empty where that cannot be told without reading all of it.
    """
    if not _WITH_SIGNS.search(text):
        return text.split(",")
    found, at = [], 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return []
        found.append(match[1])
        at = match.end()
    return found


@lru_cache(4_096)
def _people_kept(role: str, value: bytes) -> list[Person]:
    """The same people write and are written to again and again."""
    return _people(role, value)


def _of_piece(role: str, piece: str) -> list[Person]:
    return _of_piece_kept(role, piece) if len(piece) <= _LONGEST_KEPT else _of_one(role, piece)


@lru_cache(8_192)
def _of_piece_kept(role: str, piece: str) -> list[Person]:
    return _of_one(role, piece)


def _of_one(role: str, piece: str) -> list[Person]:
    return [Person(role, *pair) for pair in _scan(piece)]


def _by_role(person: Person) -> int:
    return _ORDER[person.role]


def addresses(text: str) -> list[tuple[str, str]]:
    """The (name, address) pairs of an address list; encoded words in the names are decoded."""
    bare = _BARE.match(text)
    if bare:
        return [("", bare[1])]
    simple = _SIMPLE.match(text)
    if simple:
        return [(decode_words(simple[1] or simple[2] or ""), simple[3])]
    return _scan(text)


def _scan(text: str) -> list[tuple[str, str]]:
    if not _WITH_SIGNS.search(text):
        return [pair for piece in text.split(",") for pair in _one([piece], "", "")]
    found: list[tuple[str, str]] = []
    entry = _Entry()
    closing = True  # until a comment has no end: that is looked for once, and what opens it is a blank
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            at += 1  # a lone closing bracket
            continue
        at = match.end()
        kind = match.lastgroup
        if kind == "open":
            comment, end = _comment(text, at) if closing else ("", 0)
            closing = bool(end)
            at = end or at
            entry.comment = f"{entry.comment} {comment}".strip()
            entry.add(" ")
        elif kind == "angle":
            before, entry = entry.bracket(match["angle"].strip())
            found += before
        elif kind == "quoted":
            entry.add(_QUOTED_PAIR.sub(r"\1", match["quoted"]))
        elif kind == "end" or (kind == "group" and entry.angle):
            found += entry.people()
            entry = _Entry()
        elif kind == "group":
            entry.words = [*entry.words, ":"] if any("@" in word for word in entry.words) else []  # else a group's name
        else:
            entry.add(match[0])
    return found + entry.people()


@dataclass(slots=True)
class _Entry:
    """What was read of one entry of a list: its words before the brackets and behind them."""

    words: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    angle: str = ""
    comment: str = ""

    def add(self, word: str) -> None:
        (self.behind if self.angle else self.words).append(word)

    def bracket(self, inner: str) -> tuple[list[tuple[str, str]], _Entry]:
        """Whom the entry names that a bracket ends without a comma, and the entry that the bracket is of."""
        if not self.angle:
            self.angle = inner or "<>"
        elif "@" not in inner:
            self.behind.append(inner)
        elif inner != self.angle:  # Notes and Exchange write one twice
            name = _ON_BEHALF.sub("", "".join(self.behind))  # so Outlook joins two
            return _one(self.words, self.angle, self.comment), _Entry([name], angle=inner)
        return [], self

    def people(self) -> list[tuple[str, str]]:
        return _one(self.words + self.behind, self.angle, self.comment)


def _one(words: list[str], angle: str, comment: str) -> list[tuple[str, str]]:
    plain = "".join(words).strip()
    name = " ".join(decode_words(plain).split())
    comment = decode_words(comment)
    if angle:
        address = _INNER_COMMENT.sub("", angle.strip("<>")).rpartition(":")[2]  # what is before a colon is an obs-route
        if "@" not in address and len(address.split()) > 1:
            return [(name or address.strip(), "")]
        name = _with_comment(name, comment)
        several = [each for each in _BETWEEN.split(address) if each]
        if len(several) > 1 and all(_ADDRESS.fullmatch(each) for each in several):
            return [(name if number == 0 else "", each) for number, each in enumerate(several)]
        pair = (name, decode_words("".join(address.split())))
        return [pair] if any(pair) else []
    if not name:
        return [(comment, "")] if comment else []
    return _without_brackets(plain, name, comment)


def _with_comment(name: str, comment: str) -> str:
    return f"{name} ({comment})" if name and comment else name or comment


def _without_brackets(plain: str, name: str, comment: str) -> list[tuple[str, str]]:
    if "@" not in plain:
        # One word alone is a mailbox of the sender's own machine, several are a name.
        return [(comment, name)] if " " not in name and "=?" not in plain else [(_with_comment(name, comment), "")]
    parts = plain.split()
    if all("@" in part for part in parts):
        return [(comment, part.rstrip(".")) for part in parts]
    if "@" in parts[-1] and not any("@" in part for part in parts[:-1]):  # “John Doe jd@example.com”
        return [(_with_comment(decode_words(" ".join(parts[:-1])), comment), parts[-1])]
    return [(comment, "".join(parts))]


def _comment(text: str, at: int) -> tuple[str, int]:
    """The text of a comment that opened just before ``at``, and its end; 0 where it has none.

    Nesting is counted, not recursed into.
    """
    depth = 1
    pieces: list[str] = []
    for match in _COMMENT_STEP.finditer(text, at):
        step = match[0]
        if step == "(":
            depth += 1
        elif step == ")":
            depth -= 1
            if not depth:
                return "".join(pieces).strip(), match.end()
        pieces.append(step[1:] if step[0] == "\\" and len(step) == 2 else step)
    return "", 0
