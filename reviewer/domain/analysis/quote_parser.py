"""What a message says itself and what it quotes, with what the lines above the quotes say of who wrote them.

Mail programs put quotes in two ways. Some begin each line with ``>``, under a line like “On Tue, 3 May 2016, Ada
wrote:”. Outlook puts the older message below a block of “From: Sent: To: Subject:”. Both are read in several languages.
What comes out are claims of whoever wrote the message, and shown as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.analysis.written_dates import local_moment, of_a_moment

LONGEST_TEXT = 1_000_000
_LONGEST_LINE = 500
MOST_HEADERS = 100
_BLOCK_LINES = 14
_MOST_NAMED = 80
"""Signs of a line that names somebody and no more."""
_LONGEST_LIST = 20_000
LONGEST_SAID = 9 * _LONGEST_LINE
"""More than the longest thing that is ever said in a header above a quote."""

_QUOTE = re.compile(r"[ \t]?((?:>[ \t]?)+)")
_BANNER = re.compile(r"\s*-{2,}[^-]{3,60}-{2,}\s*|\s*_{8,}\s*|\s*Begin forwarded message:\s*")
_LABELS = {
    "from": "from von de da van från fra od",
    "date": "sent date gesendet datum envoyé enviado inviato data verzonden skickat fecha sendt enviada",
    "to": "to an à a para aan till til do",
    "cc": "cc kopie copie kopia",
    "subject": "subject betreff objet oggetto onderwerp asunto assunto ämne emne temat",
}
_FIELD_OF = {word: field for field, several in _LABELS.items() for word in several.split()}
_LABELLED = re.compile(r"\*{0,2}([^\W\d_]{1,10})\s?:\*{0,2}(?:\s+|$)(.*)")
_OTHER = "other"
_OTHER_LABEL = re.compile(
    r"(?:X-[\w-]{1,40}|Bcc|Reply-To|Sender|Importance|Sensitivity|Priority|Attachments?|Categories|Keywords|Comments?"
    r"|Organi[sz]ation|Message-ID|In-Reply-To|References|Newsgroups|Followup-To|User-Agent|MIME-Version|Content-[\w-]{1,30}"
    r"|Full-name|Disposition-[\w-]{1,30}|Received|Delivered-To|Return-Path|Errors-To|Mailing-List|List-[\w-]{1,20}|Precedence|Resent-[\w-]{1,20}"
    r"|Wichtigkeit|Anlagen?|Pièces?|Allegat[io]|Adjuntos?|Bilagor|Vedhæft\w{0,10}|Bijlagen?|Gelesen|Priorité)\s?:(?:\s|$)|FILETIME=",
    re.IGNORECASE,
)
"""What else programs write among them; anybody may put a word and a colon there."""
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał(?:\(a\))?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"[\"'\u201c\u201e\xab]?\s?(?P<name>[^\W\d_](?:[^\s:<>@]{0,40}(?:,?\s{1,3}|(?=\s))){1,5})"
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał(?:\(a\))?)\s?:",
    re.IGNORECASE,
)
"""A line that says by name alone whose words follow: “Ada Lune wrote:”."""
_OPENER = re.compile(
    r"(?:On|At|In|Am|Le|El|Il giorno|Il|Op|Em|Den|Dnia|W dniu)\s+(?=\S)|(?=[^:]{0,120}@)", re.IGNORECASE
)
_BEGINS = re.compile(
    rf"\s*(?:(?:On|At|In|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu)\s|\*{{0,2}}(?:{'|'.join(_LABELS['from'].split())})\s?:)",
    re.IGNORECASE,
)
"""How the first line of a header begins that has no address in it."""
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_CLOCK_OR_YEAR = re.compile(
    r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[AP]\.?M\.?\b)?|\b\d{4}\b)"
    r"(?:\s*[+-]\d{4}\b)?(?:\s*\(?\b(?-i:[A-Z]{3,5})\b\)?)?",
    re.IGNORECASE,
)
_TELLING = (
    "wrote", "writes", "schrieb", "crit", "escribi", "ha scritto", "schreef", "escreveu", "skrev", "napisa",
    *(f"{label}{space}:" for label in _LABELS["from"].split() for space in ("", *" \t\xa0\u2007\u202f")),
    "begin forwarded message:",
)  # fmt: skip
"""In small letters, one of which every line has that stands above a quote without a sign of its own."""
_BROKEN = 55
"""A line of fewer signs is not broken by a program."""

_ON_BEHALF = re.compile(r"\bOn Behalf Of(?:\s[\w.-]+){0,2}\Z")
_OF_PEOPLE = re.compile(r"\A[<\"'\[]|\A\(E-mail|@")
"""What of a list of people begins a line, or has an address."""

_OF_A_SENTENCE = re.compile(r"[$\u20ac\u00a3!?]|\w{3}\.\Z")
_NO_NAMES = re.compile(r"(?<!\w)\d|[$\u20ac\u00a3!?]|\w{3}\.\Z")
"""What no list of people goes on with."""

_OPEN = (",", ";", ":", "<", "[", "(", "-")
_AROUND_NAME = " \t\"'<>[](),;:*\u201c\u201d"


@dataclass(frozen=True, slots=True)
class QuotedHeader:
    """What the lines above a quote say of the message quoted.

    ``date`` is as :func:`~reviewer.domain.analysis.written_dates.local_moment` has it; ``recipients`` and ``date_text``
    are as written. What is not said is empty.
    """

    name: str = ""
    address: str = ""
    recipients: str = ""
    date: str = ""
    date_text: str = ""
    subject: str = ""

    @property
    def said(self) -> tuple[str, str, str, str, str, str]:
        """All of it, in order."""
        return (self.name, self.address, self.recipients, self.date, self.date_text, self.subject)


@dataclass(frozen=True, slots=True)
class Parted:
    """A text taken apart: its own words, those of the message it answers, and what is said of each message quoted."""

    own: str
    quoted: str
    headers: tuple[QuotedHeader, ...]


@dataclass(slots=True)
class MarkedLine:
    """A line without the marks of quotes at its beginning, and how many those were."""

    depth: int
    text: str


def part(text: str) -> Parted:
    """Take a text apart. Words quoted at second hand are neither its own nor those of the message it answers."""
    text = text[:LONGEST_TEXT]
    if not may_quote(text):
        return Parted(text.replace("\r", ""), "", ())
    lines = marked_lines(text)
    own: list[str] = []
    quoted: list[str] = []
    headers: list[QuotedHeader] = []
    below, at = 0, 0  # how many Outlook blocks stand above
    while at < len(lines):
        line = lines[at]
        # Asked here too, for nearly all lines begin nothing, and each call costs as much as the question.
        if ("@" in line.text or _BEGINS.match(line.text)) and len(headers) < MOST_HEADERS:
            header, end = header_at(lines, at)
            if header is not None:
                headers.append(header)
                below += not line.depth and is_block(lines, at)
                at = end
                continue
        level = below + line.depth
        if level == 0 and ends_own_words(line.text):
            level = -1  # a signature, or what announces a quote
        (own if level == 0 else quoted if level == 1 else []).append(line.text)
        at += 1
        if level < 0:
            at = _after_signature(lines, at)
    return Parted("\n".join(own), "\n".join(quoted), tuple(headers))


def may_quote(text: str) -> bool:
    """Whether anything in a text can begin a quote or a signature; most texts have nothing of the kind."""
    if ">" in text or "--" in text or "________" in text:
        return True
    if ":" not in text:
        return False
    lowered = text.casefold()
    return any(word in lowered for word in _TELLING)


def people_in(text: str) -> Iterator[tuple[str, str]]:
    """The (name, address) pairs of a list of recipients as written; names alone have an empty address."""
    for several in text[: _LONGEST_LINE * _BLOCK_LINES].split(";"):
        for piece in several.split(",") if several.count("@") > 1 else (several,):
            name, address = person_in(piece)
            if name or address:
                yield name, address


def ends_own_words(text: str) -> bool:
    """Whether a line begins a signature, or announces a quote."""
    if "--" not in text and "__" not in text and "orwarded" not in text:  # as nearly all lines: it spares the pattern
        return False
    return text.rstrip() == "--" or _BANNER.fullmatch(text) is not None


def marked_lines(text: str) -> list[MarkedLine]:
    """The lines of a text."""
    return [_line(line) for line in text.split("\n")]


def _line(line: str) -> MarkedLine:
    match = _QUOTE.match(line) if ">" in line else None
    if match is None:
        return MarkedLine(0, line.strip("\r"))
    return MarkedLine(match[1].count(">"), line[match.end() :].strip("\r"))


def _after_signature(lines: Sequence[MarkedLine], at: int) -> int:
    """Where quotes begin again below a signature, or the end."""
    while at < len(lines) and not lines[at].depth and header_at(lines, at)[0] is None:
        at += 1
    return at


def header_at(lines: Sequence[MarkedLine], at: int) -> tuple[QuotedHeader | None, int]:
    """The header that begins at a line, if one does, and the line after it."""
    text = lines[at].text
    if len(text) > _LONGEST_LINE or not ("@" in text or _BEGINS.match(text)):
        return None, at
    if is_block(lines, at):
        return _block(lines, at)
    return _attribution(lines, at)


def _labelled(text: str) -> tuple[str, str] | None:
    match = _LABELLED.match(text.strip())
    field = _FIELD_OF.get(match[1].lower()) if match else None
    return None if match is None or field is None else (field, match[2].strip())


def is_block(lines: Sequence[MarkedLine], at: int) -> bool:
    """Whether “From:” stands here, and soon below it a date and a recipient or subject."""
    first = _labelled(lines[at].text)
    if first is None or first[0] != "from":
        return False
    fields = {found[0] for line in lines[at + 1 : at + _BLOCK_LINES] if (found := _labelled(line.text))}
    return "date" in fields and bool(fields & {"to", "subject"})


def _block(lines: Sequence[MarkedLine], at: int) -> tuple[QuotedHeader, int]:
    values, end, _ = _fields(lines, at)
    name, address = person_in(values.get("from", ""))
    date_text = values.get("date", "")
    recipients = "; ".join(filter(None, (values.get("to"), values.get("cc"))))
    return QuotedHeader(
        name, address, recipients, local_moment(date_text), date_text, " ".join(values.get("subject", "").split())
    ), end


def put_in(lines: Sequence[MarkedLine], at: int) -> tuple[str, ...]:
    """The lines among those of a block “From: Sent: To: Subject:” that no program writes there, if one begins here."""
    return tuple(_fields(lines, at)[2]) if is_block(lines, at) else ()


def recipients_at(lines: Sequence[MarkedLine], at: int) -> tuple[str | None, str | None]:
    """All that stands behind “To:” and “Cc:” of such a block, None where it has no such line or is none."""
    if not is_block(lines, at):
        return None, None
    values, _, _ = _fields(lines, at, _LONGEST_LIST)
    return values.get("to"), values.get("cc")


def _fields(
    lines: Sequence[MarkedLine], at: int, longest: int = _LONGEST_LINE
) -> tuple[dict[str, str], int, list[str]]:
    """What stands behind each label of a block, the line after it, and the lines that are no part of it."""
    values: dict[str, str] = {}
    strays: list[str] = []
    last, end = "", at
    for number in range(at, min(at + _BLOCK_LINES, len(lines))):
        text = lines[number].text.strip()
        found = _labelled(text)
        if found is not None and found[0] not in values:
            last = found[0]
            values[last] = found[1][:longest]
        elif found is None and _OTHER_LABEL.match(text):
            last = _OTHER
            values.setdefault(_OTHER, "")
        elif found is not None or (not text and "subject" in values) or last in {"", "subject"}:
            break
        elif (
            not text or _ON_BEHALF.search(values[last]) or goes_on(lines[number - 1].text, text, moment=last == "date")
        ):
            values[last] = f"{values[last]} {text}"[: longest * 4].strip()
        elif _is_put_in(lines, number, at + _BLOCK_LINES):
            strays.append(text)
        else:
            break
        end = number + 1
    return values, end, strays


def _is_put_in(lines: Sequence[MarkedLine], at: int, end: int) -> bool:
    """Whether a line stands among labelled ones; behind an empty one are the words of the message."""
    among = lines[at - 1].text.strip() and any(_labelled(line.text) for line in lines[at + 1 : end])
    return bool(among) and not ends_own_words(lines[at].text)


def goes_on(before: str, text: str, *, moment: bool) -> bool:
    """Whether a line of a header is the rest of the one before, which a program broke.

    That one is long, or ends where nobody ends; or the rest is an address or a moment by itself.
    """
    if moment:
        return of_a_moment(text)
    before = before.strip()
    return (
        (len(before) >= _BROKEN and not _NO_NAMES.search(_ADDRESS.sub(" ", text)))
        or before.endswith(_OPEN)
        or any(before.count(opening) > before.count(closing) for opening, closing in ("<>", "[]", "()"))
        or (_OF_PEOPLE.search(text) is not None and not _OF_A_SENTENCE.search(text))
    )


def _attribution(lines: Sequence[MarkedLine], at: int) -> tuple[QuotedHeader | None, int]:
    """“On …, … wrote:”, over up to three lines."""
    if not _OPENER.match(lines[at].text.strip()):
        return None, at
    text = ""
    for end in range(at, min(at + 3, len(lines))):
        if lines[end].depth != lines[at].depth or len(lines[end].text) > _LONGEST_LINE:
            break
        text = f"{text} {lines[end].text.strip()}".strip()
        if text.endswith(":") and (wrote := _WROTE.search(text)):
            said = _said(text, wrote)
            if (said.address and said.date) or _quote_follows(lines, end):
                return said, end + 1
            break
    return None, at


def named_at(lines: Sequence[MarkedLine], at: int) -> str:
    """Whom a line names that says no more than whose words follow, and behind which a quote begins; else nothing.

    “Ada Lune wrote:” tells neither a time nor an address, so who is meant is for the caller to say: “The manual wrote:”
    is such a line, too.
    """
    text = lines[at].text.strip()
    found = _NAMED.fullmatch(text) if text.endswith(":") and len(text) <= _MOST_NAMED else None
    return person_in(found["name"])[0] if found is not None and _quote_follows(lines, at) else ""


def _quote_follows(lines: Sequence[MarkedLine], at: int) -> bool:
    """Whether the next words after a line are quoted; else “as he wrote:” would be taken for a header."""
    following = next((line for line in lines[at + 1 : at + 4] if line.text.strip()), None)
    return following is not None and following.depth > lines[at].depth


def _said(text: str, wrote: re.Match[str]) -> QuotedHeader:
    before, after = text[: wrote.start()], text[wrote.end() : -1].strip()
    opener = _OPENER.match(before)
    before = before[opener.end() :] if opener else before
    if after:
        name, address = person_in(after)
        return QuotedHeader(name, address, date=local_moment(before), date_text=before.strip(" ,"))
    clocks = [match.end() for match in _CLOCK_OR_YEAR.finditer(_ADDRESS.sub(lambda m: "_" * len(m[0]), before))]
    cut = clocks[-1] if clocks else 0
    name, address = person_in(before[cut:])
    date_text = before[:cut].strip(" ,")
    return QuotedHeader(name, address, date=local_moment(date_text), date_text=date_text)


def person_in(text: str) -> tuple[str, str]:
    """Name and address of “Ada Lune <ada@agency.example>” in its several forms."""
    match = _ADDRESS.search(text)
    if match is None:
        return " ".join(text.strip(_AROUND_NAME).split()), ""
    name = text[: match.start()].strip(_AROUND_NAME).removesuffix("mailto").strip(_AROUND_NAME)
    name = name or text[match.end() :].strip(_AROUND_NAME)
    name = " ".join(_ADDRESS.sub(" ", name).split()).strip(_AROUND_NAME)
    return name, match[0].lower().rstrip(".")
