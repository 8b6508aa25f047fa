"""What programs and mailing lists put into a text that nobody wrote, and that a quote may have or not have."""

from __future__ import annotations

import re

_PUT_IN = re.compile(
    r"""
    <<\s?[^<>]{1,200}>>                                             # a file or picture that was there
    | \[cid:[^\]]{1,200}\]
    | \(See\ attached\ file:[^()]{1,200}(?:\([^()]{1,100}\)[^()]{0,50})?\)
    | ^[ \t>]*-[ ]\S.{0,80}\.\w{2,4}[ \t]*$                         # its name, by itself
    | ^[ \t>]*-{2,}=?_?\S{0,60}(?:NextPart|=_|boundary)\S{0,80}[ \t]*$
    | ^[ \t>]*Content-[\w-]{2,30}:.{0,200}(?:\n[ \t>]+\w+=.{0,200})*
    | (?:^[ \t>]*-{3,}.{0,40}-{3,}[ \t]*\n(?:[ \t>]*\n)?)?          # the lines above what was forwarded
      (?:^[ \t>|*]*(?:From|To|Cc|Subject|Date|Sent|Reply-To|Organization|Newsgroups|Message-ID):.{0,200}\n){3,}
    | [=+<~]{3,}
    | ^[ \t>]*X-[\w-]{2,30}:[ ].{0,200}$
    | -{5,}[ ]Yahoo!\ Groups\ Sponsor[ ]-{5,}~-*>[\s\S]{0,800}?-{10,}[~_]*-*>
    | ^[ \t>]*Yahoo!\ Groups\ Sponsor[ \t]*$
    | ^[ \t>]*(?:Yahoo!\ Groups\ Sponsor\s*)?ADVERTISEMENT[ \t]*$
    | To\ unsubscribe\ from\ this\ group,\s+send\s+an\s+email\s+to:[\s>]*\S+(?:[ ]<mailto:\S+>)?
    | Your\ use\ of\ Yahoo!\ Groups\ is\ subject\ to[\s>]+(?:the[\s>]+Yahoo!\ Terms\ of\ Service)?(?:[\s>]*<?http://docs\S*)?
    """,
    re.VERBOSE | re.MULTILINE,
)
_SOFT = re.compile(r"=\r?\n[ \t>|]*")
"""Where lines of quoted-printable go on."""

_OFTEN = 2
_MARKUP = re.compile(r"</\w{1,10}>|&(?:nbsp|quot|lt|gt|amp|#\d{2,5});|<br\s?/?>|<a\s+href=", re.IGNORECASE)
_OF_MARKUP = re.compile(r"[<>&=]|\w;")
_LINK = re.compile(r"\S*(?:://|www\.|mailto:)\S*")
_DAMAGED = re.compile(r"[\u00c2\u00c3\u00e2?\ufffd]")
_MANY = 60
_SIGNS = re.compile(r"[^\x00-\x7f]+|[?=\s>|*_]+")


def without_noise(text: str) -> str:
    """A text with blanks in the place of all that, and with lines whole that were broken for transport."""
    if len(_SOFT.findall(text)) >= _OFTEN:
        text = _SOFT.sub("", text)
    return _PUT_IN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def has_markup(text: str) -> bool:
    """Whether a text is, in part, source of a page."""
    return len(_MARKUP.findall(text)) >= _OFTEN


def differ_in_signs(one: str, other: str, *, markup: bool) -> bool:
    """Whether words differ in no more than links, or in signs that a character set may have lost, or are no words."""
    if markup and _OF_MARKUP.search(one + other):
        return True
    letters = re.sub(r"\s+", "", one + other)
    if len(letters) >= _MANY and sum(map(str.isalnum, letters)) < len(letters) / 2:
        return True
    if _bared(_LINK.sub(" ", one)) == _bared(_LINK.sub(" ", other)):
        return True
    return bool(_DAMAGED.search(one + other)) and _SIGNS.sub("", one) == _SIGNS.sub("", other)


def _bared(words: str) -> str:
    return re.sub(r"[^\w$%+\u20ac\u00a3\u00a5]+", "", words)
