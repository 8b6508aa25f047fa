"""Bytes to text by the charset names found in the wild.

Only the codecs of the list below are ever used: a mail must not reach ``unicode_escape`` or ``zlib`` by naming it. They
are looked up when this module is imported, because a locked-down worker cannot load any later.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.charset_guess import WESTERN, likely

_CODECS = (
    "ascii utf-8 utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1252 latin-1 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp855 "
    "cp862 cp864 cp866 cp874 koi8-r koi8-u koi8-t mac-roman mac-cyrillic mac-greek mac-turkish mac-latin2 tis-620 "
    "gb18030 big5 big5hkscs cp950 euc-jp shift-jis cp932 iso2022-jp iso2022-jp-2 iso2022-jp-ext euc-kr cp949 johab "
    "iso2022-kr hz viscii ptcp154"
)

_ALIASES = {
    # The older names mean in practice the larger set that contains them (WHATWG Encoding Standard, section 4.2).
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "windows-1252": "cp1252",
    "x-ansi": "cp1252",
    "ansi": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb_2312-80": "gb18030",
    "euc-cn": "gb18030",
    "chinesebig5": "big5hkscs",
    "big5": "cp950",
    "x-big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc-jp",
    "iso-2022-jp": "iso2022-jp-2",
    "csiso2022jp": "iso2022-jp-2",
    "cp50220": "iso2022-jp-2",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8": "cp1255",
    "logical": "cp1255",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf8": "utf-8",
    "utf": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "csunicode11utf7": "utf-7",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "hz-gb-2312": "hz",
}

_NO_CLAIM = frozenset(
    [
        *("", "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "iso-646-us", "us", "default", "default_charset"),
        *(
            "unknown-8bit",
            "x-unknown",
            "unknown",
            "8bit",
            "7bit",
            "binary",
            "x-user-defined",
            "none",
            "null",
            "_charset",
        ),
    ]
)
"""Names that say nothing about bytes above 127."""


def _squeeze(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for name in _CODECS.split():
        try:
            codecs.lookup(name)
        except LookupError:
            continue  # not every build of Python has every codec
        table[_squeeze(name)] = name
        if name.startswith("cp"):
            for prefix in ("windows", "ibm", "xcp", "mswin"):
                table.setdefault(prefix + name[2:], name)
    table |= {_squeeze(alias): codec for alias, codec in _ALIASES.items() if _squeeze(codec) in table}
    return table


_KNOWN = _table()
_SHIFT = re.compile(rb"\+[A-Za-z0-9+/]+")
_LEAST_SHIFTS = 3
_IN_WORD = re.compile("[A-Za-z]\N{REPLACEMENT CHARACTER}[A-Za-z]")
_ENOUGH = 65_536
_C1 = {code: bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


class Decoded(NamedTuple):
    """Text, what was not as it should be, and whether every byte could be decoded."""

    text: str
    defect: Reason | None = None
    whole: bool = True


def codec_of(label: str) -> str:
    """The codec for a charset label, or empty when the label is unknown or says nothing."""
    return _KNOWN.get(_squeeze(label), "")


def decode(data: bytes, label: str) -> Decoded:
    """Decode bytes by their declared charset, else as UTF-8, else by their letters; never raises."""
    label = label.strip().strip("\"'").lower()[:60]
    if label in _NO_CLAIM:
        return _guess(data, label)
    codec = codec_of(label)
    if not codec:
        text, found = told(data)
        if found in ("UTF-8", WESTERN):
            return Decoded(text, Reason("email.charset_unknown", label=_plain(label)))
        return Decoded(text, Reason("email.charset_wrong", claim=_plain(label), charset=found))
    if codec == "cp1252":
        return Decoded(_western(data))
    try:
        return Decoded(_no_surrogates(data.decode(codec)))
    except (UnicodeError, ValueError):
        text = _no_surrogates(data.decode(codec, "replace"))
        return Decoded(text, Reason("email.bytes_undecodable", charset=_plain(label)), whole=False)


def decode_or_tell(data: bytes, label: str) -> Decoded:
    """The same; where the declared charset cannot hold most letters above 127, it is another, which the letters tell.

    One or two bytes by themselves are broken; within a word they are letters.
    """
    read = decode(data, label)
    if read.whole:
        return read
    lost = read.text.count("\N{REPLACEMENT CHARACTER}")
    if lost <= sum(ord(char) > 0x7F for char in read.text) - lost or not (lost > 2 or _IN_WORD.search(read.text)):
        return read
    text, found = told(data)
    return Decoded(text, Reason("email.charset_wrong", claim=_plain(label), charset=found))


def _guess(data: bytes, label: str) -> Decoded:
    if data.isascii():
        if b"\x1b$" in data:  # ISO-2022-JP is ASCII bytes with escapes
            return decode(data, "iso-2022-jp")
        if not is_utf7(data):
            return Decoded(data.decode("ascii"))
    text, found = told(data)
    if not label:
        return Decoded(text, Reason("email.charset_unnamed", charset=found))
    return Decoded(text, Reason("email.charset_wrong", claim=_plain(label), charset=found))


def told(data: bytes) -> tuple[str, str]:
    """Bytes that name no charset, as text, and the name of the charset that it was read as."""
    if is_utf7(data):
        return _no_surrogates(data.decode("utf-7")), "UTF-7"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return by_letters(data)


def is_utf7(data: bytes) -> bool:
    """Whether ASCII bytes are UTF-7 (RFC 2152): several letters between ``+`` and ``-``, all of alphabets.

    Signs of Chinese are not taken for it, as telephone numbers could be such.
    """
    if data.count(b"+", 0, _ENOUGH) < _LEAST_SHIFTS or not data.isascii():
        return False
    shifts = len(_SHIFT.findall(data))
    try:
        foreign = [char for char in data.decode("utf-7") if ord(char) > 0x7F]
    except UnicodeDecodeError:
        return False
    letters = sum(char.isalpha() for char in foreign)
    return shifts >= _LEAST_SHIFTS and letters * 2 > len(foreign) >= shifts and all(ord(c) < 0x3000 for c in foreign)


def by_letters(data: bytes) -> tuple[str, str]:
    """Bytes that are no UTF-8 and name no charset, as text, and the name of the charset that its letters tell."""
    name = likely(data)
    codec = codec_of(name)
    if codec and codec != "cp1252":
        try:
            return _no_surrogates(data.decode(codec)), name
        except (UnicodeError, ValueError):
            pass  # so its letters told wrong; no byte of windows-1252 is undefined as it is read here
    return _western(data), WESTERN


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_C1)


def _no_surrogates(text: str) -> str:
    """UTF-7 and UTF-16 can name half a pair, which no UTF-8 can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _plain(label: str) -> str:
    return re.sub(r"[^!-~]", "?", label)
