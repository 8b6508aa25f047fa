"""Where the messages of a mailbox stand, found while it streams by.

A "From " line begins a message at the start of the mailbox or after a blank line, when it has the form of an envelope
line (an address and a date) and the next line looks like a header or is blank. Netscape and some servers write no
blank line, or no date, and archives of mailing lists a sender with blanks: then the next line must be a header that
only mail has. Content-Length is never trusted: it is wrong wherever line ends were converted.
"""

from __future__ import annotations

import re

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_CLOCK = rb"\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?"
_ZONE = rb"(?:[A-Z]{1,5}|[+-]\d{2}:?\d{2}|[A-Z]{1,4}[+-]\d{1,4}|\([^)\n]{1,40}\))"
_ASCTIME = rb"%s,?\s+%s\s+\d{1,2},?\s+%s(?:\s+%s)*(?:\s+\d{4})?(?:\s+\d{2,4})(?:\s+%s)*" % (
    _DAY,
    _MONTH,
    _CLOCK,
    _ZONE,
    _ZONE,
)
_RFC = rb"(?:%s,?\s+)?\d{1,2}[\s-]%s[\s-]\d{2,4}\s+%s(?:\s+%s)*" % (_DAY, _MONTH, _CLOCK, _ZONE)
_ISO = rb"\d{4}-\d\d-\d\d[T ]%s(?:\s*(?:Z|%s))*" % (_CLOCK, _ZONE)
ENVELOPE = re.compile(
    rb'From\s+(?:(?:"[^"\n]{0,300}"[^\s\n]*|[^\s\n]{1,300}(?: at [^\s\n]{1,300})?)\s+)?(?:%s|%s|%s)'
    rb"(?:\s+remote from [^\s\n]{1,300})?\s*\Z" % (_ASCTIME, _RFC, _ISO)
)
"""A whole envelope line, without its line end."""

_SPACED = re.compile(
    rb"From\s+(?=[^\n]{0,300}(?:@|<| at ))[^\n]{1,300}?\s(?:%s|%s|%s)(?:\s+remote from [^\s\n]{1,300})?\s*\Z"
    % (_ASCTIME, _RFC, _ISO)
)
"""An envelope line whose sender has blanks, as archives of mailing lists write it: a name before the address, or an
address taken apart against collectors (``ann @end|ng |rom b.example``, Mailman 3)."""

_LIKE = re.compile(rb"\r?\n(From [^\n]{0,900}?\b(?:%s|%s|%s)\b[^\n]{0,100})" % (_ASCTIME, _RFC, _ISO))
"""A line that could be an envelope, wherever it stands and whatever is between the date and the rest."""

HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>From |From |\r?\n")
"""What the line after an envelope begins with; a message may have no header at all."""

_UNDATED = re.compile(rb"From\s+(?:-|[^\s@]{1,200}@[^\s@]{1,200})\s*\Z")
_MAIL_HEADER = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|received|return-path|mime-version|delivered-to|sender|reply-to|references"
    rb"|in-reply-to|content-type|status|x-[!-9;-~]{1,100})[ \t]*:",
    re.IGNORECASE,
)

_LONGEST = 1_000  # bytes of an envelope line; a longer one is none
_SEPARATOR = re.compile(rb"\nFrom ")
_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?=From )")


class Splitter:
    """Fed a mailbox in chunks, tells the messages that are complete; holds a few kilobytes at most."""

    def __init__(self) -> None:
        self._rest = b""
        self._offset = 0  # of the rest, in the mailbox
        self._start: int | None = None  # of the message that is open
        self._begun = False

    def feed(self, chunk: bytes, *, last: bool = False) -> list[tuple[int, int]]:
        """The (start, end) offsets of the messages completed by this chunk, end excluded.

        A span holds neither the envelope line before it nor the blank line after it.
        """
        data = self._rest + chunk
        done: list[tuple[int, int]] = []
        keep = at = 0
        if not self._begun:
            keep = at = self._begin(data, last=last)
        while self._begun:
            match = _SEPARATOR.search(data, at)
            if not match:
                keep = max(keep, len(data) - 8)
                break
            end = self._end_before(data, match.start())
            message = self._message_at(data, match.start() + 1, last=last, sure=end is not None)
            if message is None:
                keep = max(0, match.start() - 2)
                break
            if message:
                end = match.start() + 1 if end is None else end
                self._close(done, end)
                self._start = self._offset + message
            at = match.start() + 1
        if last and self._begun:
            self._close(done, self._last_end(data))
            self._start = None
        self._rest = data[keep:]
        self._offset += keep
        return done

    def _begin(self, data: bytes, *, last: bool) -> int:
        """Look for the first envelope at the very start; returns how far was looked."""
        match = _START.match(data)
        if match:
            message = self._message_at(data, match.end(), last=last)
            if message is None:
                return 0
            if message:
                self._start = self._offset + message
        elif len(data) < _LONGEST and not last:
            return 0
        self._begun = True
        return 0

    @staticmethod
    def _message_at(data: bytes, at: int, *, last: bool, sure: bool = True) -> int | None:
        """Where the message begins whose envelope line is at ``at``; 0 when it is none; None when more must be seen.

        Unless ``sure``, because no blank line stands before it, a header that only mail has must follow.
        """
        newline = data.find(b"\n", at, at + _LONGEST)
        if newline < 0:
            return 0 if last or len(data) - at >= _LONGEST else None
        line = data[at:newline]
        if ENVELOPE.match(line):
            header = HEADER if sure else _MAIL_HEADER
        elif _UNDATED.match(line) or _SPACED.match(line):
            # Netscape and Google write no date, and words before a date may be a sentence: what follows makes up for it
            header = _MAIL_HEADER
        else:
            return 0
        following = data[newline + 1 : newline + 1 + 210]
        if header.match(following):
            return newline + 1
        if last or len(following) >= 210 or b"\n" in following:
            return 0
        return None

    @staticmethod
    def _end_before(data: bytes, newline: int) -> int | None:
        """Where a message ends whose blank line ends at ``newline``; None when the line is not blank."""
        blank = newline - 1 if newline and data[newline - 1] == 13 else newline
        if blank == 0 or data[blank - 1] == 10:
            return blank
        return None

    def _close(self, done: list[tuple[int, int]], end: int) -> None:
        if self._start is not None:
            start = self._start
            done.append((start, max(start, self._offset + end)))

    @staticmethod
    def _last_end(data: bytes) -> int:
        if data.endswith(b"\n\r\n"):
            return len(data) - 2
        return len(data) - 1 if data.endswith(b"\n\n") else len(data)


def split(data: bytes) -> list[tuple[int, int]]:
    """The messages of a whole mailbox."""
    return Splitter().feed(data, last=True)


def envelopes_passed_over(message: bytes) -> tuple[int, str]:
    """How many lines of a message begin with “From ” and hold a date and yet began no message, and the first of them.

    An envelope that nobody has heard of would glue a message to the one before; here is where to see it.
    """
    found = _LIKE.findall(message) if b"\nFrom " in message else []
    return len(found), found[0].decode("ascii", "replace").strip()[:200] if found else ""
