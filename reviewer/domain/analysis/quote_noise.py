"""What programs and mailing lists put into a text that nobody wrote, and that a quote may have or not have."""

from __future__ import annotations

import re
from collections import Counter

_NAMED = (
    r"[^<>$@:\n]{1,90}\.(?i:docx?|dotx?|rtf|odt|txt|wpd|wps|pdf|ps|xlsx?|xlsm|ods|csv|pptx?|pps|odp|vsd|mpp|mdb"
    r"|html?|xml|jpe?g|gif|png|bmp|tiff?|wmf|emf|pcx|eps|psd|svg|heic|mp3|mp4|mov|avi|mpe?g|wav|wma|wmv|zip|gz|tgz|rar|7z"
    r"|exe|eml|msg|vcf|vcard|ics|url|lnk|dat|diff|patch|asc)"
)
"""A name of a file: what ends in a dot and other letters may be an amount, an address or the end of a sentence."""

MAILERS = (
    r"Mailer|Priority|MSMail-Priority|MimeOLE|Originating-\w+|Original\w+|Spam-\w+|Virus-\w+|Scanned-By|Sender|Loop"
    r"|Mailman-\w+|BeenThere|Authentication-Warning|Authenticated\w*|Accept-Language|UIDL?|Mozilla-Status2?|Keywords|Status"
    r"|Face|Yahoo-\w+|eGroups-\w+|Apparently-\w+|AntiAbuse|Newsreader|Newsposter|Trace|Complaints-To|MIME-\w+|Mime\w*"
    r"|MS-\w[\w-]*|Exchange-\w+|Lotus-\w+|Notes-\w+|Received|Envelope-\w+|Return-Path|Enigmail-\w+|PGP-\w+|Url|URL|Archive\w*"
    r"|From|To|cc|bcc|Folder|Origin|FileName|List\w*|Mail\w*|Message-\w+|Attachment\w*|Cam-\w+|Server|Habeas-\w[\w-]*"
)
"""What programs write behind ``X-``: anybody may begin a line so."""

_PUT_IN = re.compile(
    rf"""
    (?P<names>                                                      # a file or picture that was there
      <<\s?(?:(?:File|OLE\ Object|Message|Link|Picture)\b[^<>]{{0,190}}|{_NAMED}\s?)>>
    | \(See\ attached\ file:[^()]{{1,200}}(?:\([^()]{{1,100}}\)[^()]{{0,50}})?\)
    | ^[ \t>]*-[ ](?=\S)(?P<file>{_NAMED})(?:[ ]<<[ ]File:[ ](?P=file)[ ]>>)?[ \t]*$  # its name, by itself
    )
    | (?P<pictures>\[cid:[^\]]{{1,200}}\])
    | (?P<links><mailto:[^<>\s]{{1,200}}>)                           # beside the address that it leads to
    | (?P<signs>[=+<~]{{3,}} | ^[ \t>]*-{{2,}}=?_?\S{{0,60}}(?:NextPart|=_|boundary)\S{{0,80}}[ \t]*$)
    | (?P<mime>^[ \t>]*Content-(?:
        Type:[ \t]*[\w.+-]+/[\w.+-]+[^\n;]{{0,20}}(?:;[^\n]{{0,200}})?
      | Transfer-Encoding:[ \t]*[\w-]+
      | Disposition:[ \t]*(?:inline|attachment)\b(?:;[^\n]{{0,200}})?
      | (?:ID|Location|Base|MD5|Length|Language|Class|Description|Features):[ \t]*\S+
      )[ \t]*$(?:\n[ \t>]+\w+=.{{0,200}})*)
    | (?P<heads>(?:^[ \t>]*-{{3,}}.{{0,40}}-{{3,}}[ \t]*\n(?:[ \t>]*\n)?)?  # the lines above what was forwarded
      (?:^[ \t>|*]*(?:From|To|Cc|Subject|Date|Sent|Reply-To|Organization|Newsgroups|Message-ID):.{{0,200}}\n){{3,}})
    | (?P<mailers>^[ \t>]*X-(?:{MAILERS}):[ ].{{0,200}}$)
    | (?P<lists>
      -{{5,}}[ ]Yahoo!\ Groups\ Sponsor[ ]-{{5,}}~-*>[\s\S]{{0,800}}?-{{10,}}[~_]*-*>
    | ^[ \t>]*Yahoo!\ Groups\ Sponsor[ \t]*$
    | ^[ \t>]*(?:Yahoo!\ Groups\ Sponsor\s*)?ADVERTISEMENT[ \t]*$
    | To\ unsubscribe\ from\ this\ group,\s+send\s+an\s+email\s+to:[\s>]*\S+(?:[ ]<mailto:\S+>)?
    | Your\ use\ of\ Yahoo!\ Groups\ is\ subject\ to[\s>]+(?:the[\s>]+Yahoo!\ Terms\ of\ Service)?(?:[\s>]*<?http://docs\S*)?
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_OF_NO_WORDS = "signs"
_AROUND_NAME = re.compile(r"^(?:<<|-|\(See attached file:)\s*(?:File:)?|(?:>>|\))$", re.IGNORECASE)
_BLANKS = re.compile(r"[\s>|*]+")
_SOFT = re.compile(r"=\r?\n[ \t>|]*")
"""Where lines of quoted-printable go on."""

_OFTEN = 2
_MARKUP = re.compile(r"</\w{1,10}>|&(?:nbsp|quot|lt|gt|amp|#\d{2,5});|<br\s?/?>|<a\s+href=", re.IGNORECASE)
_OF_MARKUP = re.compile(r"[<>&=]|\w;")
_LINK = re.compile(r"\S*(?:://|www\.|mailto:)\S*")
_DAMAGED = re.compile(r"[\u00c2\u00c3\u00e2?\ufffd]")
_MANY = 60
_SIGNS = re.compile(r"[^\x00-\x7f]+|[?=\s>|*_]+")


def without_noise(one: str, other: str) -> tuple[str, str]:
    """Two texts with blanks in the place of all that, and with lines whole that were broken for transport.

    Where both have such at which they differ, somebody may have altered it: that stays to be compared.
    """
    texts = tuple(_SOFT.sub("", text) if len(_SOFT.findall(text)) >= _OFTEN else text for text in (one, other))
    had, there = (Counter(map(_told, _PUT_IN.finditer(text))) for text in texts)
    more, less = had - there, there - had
    kept = {kind for kind, _ in more} & {kind for kind, _ in less} - {_OF_NO_WORDS}
    stays = {told for told in (*more, *less) if told[0] in kept}
    left, right = (
        _PUT_IN.sub(lambda found: found[0] if _told(found) in stays else re.sub(r"[^\n]", " ", found[0]), text)
        for text in texts
    )
    return left, right


def _told(found: re.Match[str]) -> tuple[str, str]:
    """What kind of thing was put in, and what it says."""
    kind = found.lastgroup or ""
    text = found[0].strip(" \t\n>") + (">>" if kind == "names" and found[0].endswith(">>") else "")
    if kind == "names":
        text = found["file"] or _AROUND_NAME.sub("", text)
    return kind, _BLANKS.sub("", text).casefold()


def has_markup(text: str) -> bool:
    """Whether a text is, in part, source of a page."""
    return len(_MARKUP.findall(text)) >= _OFTEN


def differ_in_signs(one: str, other: str, *, markup: bool) -> bool:
    """Whether words differ in no more than links, or in signs that a character set may have lost, or are no words."""
    if markup and _OF_MARKUP.search(one + other):
        return True
    if re.sub(r"\s+", "", one).casefold() == re.sub(r"\s+", "", other).casefold():
        return False  # blanks make other words
    letters = re.sub(r"\s+", "", one + other)
    if len(letters) >= _MANY and sum(map(str.isalnum, letters)) < len(letters) / 2:
        return True
    if _bared(_LINK.sub(" ", one)) == _bared(_LINK.sub(" ", other)):
        return True
    return bool(_DAMAGED.search(one + other)) and _SIGNS.sub("", one) == _SIGNS.sub("", other)


def _bared(words: str) -> str:
    return re.sub(r"[^\w$%+\u20ac\u00a3\u00a5]+", "", words)
