"""What the instruction of a field of Word says: where it leads, what it would fetch, what its result lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from reviewer.workers.office.content import Mark, Span
from reviewer.workers.word_count import count_words

_FETCHING = ("DDE", "INCLUDE", "LINK", "IMPORT", "DATABASE", "MACROBUTTON")
_SAYING = frozenset({"EQ", "QUOTE", "XE", "TC", "TA", "SET", "ASK", "FILLIN", "SYMBOL"})
_BUTTONS = frozenset({"MACROBUTTON", "GOTOBUTTON"})
_WORDED = _BUTTONS | {"QUOTE", "SET", "IF", "ASK", "FILLIN", "COMPARE", "SKIPIF", "NEXTIF", "AUTOTEXTLIST"}
"""Fields in which people write words of their own (ECMA-376, part 1, 17.16.5)."""
_NAMING = frozenset(
    (
        *("REF", "PAGEREF", "NOTEREF", "FTNREF", "STYLEREF", "SEQ", "MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE", "INFO"),
        *("CITATION", "EMBED", "CONTROL", "HTMLCONTROL", "AUTOTEXT", "GLOSSARY", "LISTNUM", "TOC", "TOA", "INDEX"),
        *("ADDRESSBLOCK", "GREETINGLINE"),
    )
)
"""Fields that name a bookmark, a style, a column or a property: in few words."""
_WORDLESS = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "NUMWORDS", "NUMCHARS", "DATE", "TIME", "CREATEDATE"),
        *("SAVEDATE", "PRINTDATE", "EDITTIME", "FILENAME", "FILESIZE", "TEMPLATE", "REVNUM", "LASTSAVEDBY", "AUTHOR"),
        *("TITLE", "SUBJECT", "KEYWORDS", "COMMENTS", "USERNAME", "USERADDRESS", "USERINITIALS", "HYPERLINK"),
        *("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "SHAPE", "PRIVATE", "PRINT", *_SAYING),
    )
)
"""Fields that take no name: each word in one is somebody's."""
_LEADING = frozenset(("HYPERLINK", "IMPORT", "RD"))
_LEADING_ON = ("LINK", "DDE", "INCLUDE")
"""Fields whose first words are a place; where it leads, or what would be fetched, is told with the item."""
_FEW = 3  # words that are a name
_STYLE = 4  # words that are the name of a style
_LETTERS = 20  # letters without a blank that are a name; in what has more, words may stand without blanks
_STYLES = re.compile(r'\\t ?"((?:[^",;]{1,60}[,;] ?\d[,;]?)+)"')
_FORMAT = re.compile(
    r"\\\* ?(?:mergeformat(?:inet)?|charformat|caps|firstcap|lower|upper|arabic|roman|alphabetic|cardtext|dollartext"
    r"|hex|ordinal|ordtext)(?![^\s\\])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r'\\[@#] ?("[^"]*"|[^\s"]+)')  # how a date or a number is to look
_RUN = re.compile(r"[A-Za-z]+|[^\W\d_A-Za-z]+")
_PICTURED = re.compile(r"[dmyhs]+|am|pm|(\w)\1{0,3}", re.IGNORECASE)
"""Letters of a picture (ECMA-376, part 1, 17.16.4.1 and 2); in other languages, a letter alone or repeated."""
_MOST_ALONE = 6  # letters of other kinds that stand alone in a picture, as 年 does
_LETTER = re.compile(r"[^\W\d_]")
_ONE_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME = re.compile(r"\w+")
_CLASS = re.compile(r"[A-Za-z]\w{0,20}(?:\.\w{1,30}){1,2}")  # the program of an object, as “Word.Document.8”
_OBJECTS = frozenset({"EMBED", "CONTROL", "HTMLCONTROL"})
_PART = re.compile(r'["“”]((?:[^"“”\\]|\\.|\\$)*)["“”]?|([^\s"“”]+)')
_COMPARED = re.compile("=|<>|[<>]=?")
_WORD = re.compile(r"[^\W\d_]{2}")
_NO_WORD = re.compile(r"[=<>]+|\\[A-Za-z!]")
_LONG = 4_000  # characters of an instruction; in a longer one its words are not looked for one by one
_MORE = 1_000  # characters that a result may be longer than what it comes from


@dataclass(slots=True, eq=False)
class OpenField:
    """A field that has begun: its instruction in pieces, whether its result has come, and where that leads."""

    told: list[str] = field(default_factory=list)
    come: bool = False
    link: str = ""
    simple: bool = False  # an element of its own, which no mark closes
    around: int = 0  # how many fields it is within
    before: int = 0  # how many pieces of words had been shown before its result

    @property
    def instruction(self) -> str:
        """What the field is told to do."""
        return "".join(self.told)


@dataclass(slots=True)
class Fields:
    """The fields that are open, innermost last, and the words shown meanwhile, once for all of them."""

    opened: list[OpenField] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    @property
    def telling(self) -> bool:
        """Whether words belong to the instruction of a field."""
        return bool(self.opened) and not self.opened[-1].come

    @property
    def link(self) -> str:
        """Where the words lead that come now."""
        return self.opened[-1].link if self.opened else ""

    def begin(self) -> OpenField:
        """Open a field within the others."""
        if not self.opened:
            self.shown.clear()
        self.opened.append(OpenField(link=self.link, around=len(self.opened)))
        return self.opened[-1]

    def tell(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        self.opened[-1].told.append(text)

    def come(self, opened: OpenField) -> None:
        """The result of a field begins."""
        if not opened.come:
            opened.come, opened.before = True, len(self.shown)
            opened.link = link_of(opened.instruction) or opened.link

    def show(self, text: str) -> None:
        """Take note of words on the page."""
        if self.opened and text:
            self.shown.append(text)

    def close(self) -> OpenField | None:
        """The innermost field that a mark can close, which is open no longer."""
        if not self.opened or self.opened[-1].simple:
            return None
        return self.opened.pop()

    def close_element(self, opened: OpenField) -> list[OpenField]:
        """A field that ends where its element does, and those that began in it and have no end there."""
        if self.opened[opened.around : opened.around + 1] != [opened]:
            return []
        ended = self.opened[opened.around :]
        del self.opened[opened.around :]
        return ended

    def untold(self, opened: OpenField) -> Span | None:
        """A field as it is to be told, since it has words that its result does not show; None where it has none.

        Without a result it may be a formula, an entry of an index or a question. With one, it can hold the other words
        of an IF, what SET keeps for later, another text than what QUOTE shows, or words that its kind has no use for.
        """
        told = " ".join(opened.instruction.split())
        verb = "".join(takewhile(str.isalpha, told))
        rest, verb = told[len(verb) :], verb.upper()
        if not rest:
            return None
        shown = self._result(opened, len(told) + _MORE) if opened.come else ""
        if verb not in _WORDED and (opened.come or verb not in _SAYING):
            words = _has_words_beyond_its_use(verb, rest, shown)
            return Span(f"[Field: {told}]", Mark.HIDDEN) if words else None
        if opened.come and (_shows(shown, rest) or (verb == "IF" and _shows_both_sides(shown, rest))):
            return None
        hidden = opened.come or verb in _WORDED - _BUTTONS
        return Span(f"[Field: {told}]", Mark.HIDDEN if hidden else Mark.PLAIN)

    def _result(self, opened: OpenField, limit: int) -> str:
        """The words that a field shows, to a limit: one of many within each other costs no more than its own."""
        pieces, length = [], 0
        for at in range(opened.before, len(self.shown)):
            pieces.append(self.shown[at][:limit])
            length += len(pieces[-1])
            if length > limit:
                break
        return "".join(pieces)


def whole(opened: OpenField) -> str:
    """All that a field took up that nothing closes, be it an instruction or the words behind it."""
    told = " ".join(opened.instruction.split())
    return f"[Field: {told}]" if told and not opened.come else ""


def fetches(instruction: str) -> bool:
    """Whether a field would fetch something from elsewhere, or run something."""
    return instruction.strip().upper().startswith(_FETCHING)


def link_of(instruction: str) -> str:
    """Where a field leads, if it is a link to the outside."""
    parted = instruction.split()
    if len(parted) < 2 or parted[0].upper() != "HYPERLINK":
        return ""
    quoted = instruction.split('"')
    if "\\l" in instruction and (len(quoted) < 4 or instruction.index("\\l") < instruction.index('"')):
        return ""  # a place in this document
    target = quoted[1] if len(quoted) > 2 else parted[1]
    return "" if target.startswith("#") else target


def _shows(result: str, told: str) -> bool:
    """Whether a result shows all words of an instruction, quoted or not, each from its first letter to its last."""
    shown = _plain(result)
    within = f" {shown} " if len(told) <= _LONG else ""
    for quoted, bare in _PART.findall(_FORMAT.sub(" ", told)):
        words = _plain(quoted or ("" if _NO_WORD.fullmatch(bare) else bare))
        if words and words != shown and f" {words} " not in within:
            return False
    return True


def _shows_both_sides(result: str, told: str) -> bool:
    """Whether a result shows what an IF has for either case, and what it compares where that is no plain name."""
    parts = [quoted or bare for quoted, bare in _PART.findall(_FORMAT.sub(" ", told[:_LONG]))]
    if len(told) > _LONG or len(parts) not in (4, 5) or not _COMPARED.fullmatch(parts[1]):
        return False
    shows_nothing = not any(each.strip() for each in parts[3:])  # such a field does nothing but hold what it compares
    compared = (each for each in (parts[0], parts[2]) if shows_nothing or not _is_plain_name(each))
    return all(_shows(result, f'"{each}"') for each in (*compared, *parts[3:]))


def _is_plain_name(text: str) -> bool:
    """Whether something compared is a number, a bookmark or another short word alone."""
    words = sum(bool(_WORD.search(each)) for each in _NAME.findall(text))
    return words <= 1 and _weight(text) <= 1


def _weight(text: str) -> int:
    """The words of a part of an instruction; very many letters without a blank are more than the words of a name."""
    long = sum(len(_LETTER.findall(each)) > _LETTERS for each in text.split())
    return count_words(text) + _FEW * long


def _has_words_beyond_its_use(verb: str, told: str, result: str) -> bool:
    """Whether a field that holds no words of people has some all the same, which its result does not show.

    Names, places and how something is to look are none: a few words for what names something, the first part of what
    leads somewhere, one word behind a switch or two.
    """
    told = _FORMAT.sub(" ", told)
    count = sum(_words_of_picture(each[1], result) for each in _PICTURE.finditer(told))
    told = _PICTURE.sub(" ", told)
    if verb == "TOC":
        told = _STYLES.sub(lambda styles: " " if _are_styles(styles[1]) else styles[0], told)
    within = f" {_plain(result)} " if len(told) <= _LONG else ""
    places = 3 if verb.startswith(_LEADING_ON) else int(verb in _LEADING)
    switch, led, alone = "", set[str](), 0
    for quoted, bare in _PART.findall(told):
        part = quoted or bare
        if len(bare) > 1 and bare[0] == "\\" != bare[1]:
            switch, part = bare[:2], bare[2:]
            if not part:
                continue
        if places and not switch:
            places -= 1
            led.add(part)
        elif part not in led and f" {_plain(part)} " not in within and not _is_class(verb, part):
            words = _weight(part)
            if switch and words == 1 and (verb, switch) != ("HYPERLINK", "\\o"):
                alone += bool(_ONE_WORD.fullmatch(part.strip()))
            elif words > 1 or not switch or _ONE_WORD.fullmatch(part.strip()):
                count += words
        switch = ""
    if alone > (2 if verb in _NAMING or verb in _LEADING else 1):
        count += alone
    return count > (_FEW if verb in _NAMING else 0 if verb in _WORDLESS else 1)


def _words_of_picture(picture: str, result: str) -> int:
    """The words in how a date or a number is to look that its result does not show."""
    shown = set(_RUN.findall(result.casefold()))
    runs = [each for each in _RUN.findall(picture) if each.casefold() not in shown]
    alone = sum(len(each) == 1 and each.casefold() not in "dmyhs" for each in runs)
    return sum(count_words(each) for each in runs if not _PICTURED.fullmatch(each)) + alone * (alone > _MOST_ALONE)


def _are_styles(listed: str) -> bool:
    return all(_weight(each) <= _STYLE for each in re.split("[,;]", listed))


def _is_class(verb: str, part: str) -> bool:
    return verb in _OBJECTS and _CLASS.fullmatch(part) is not None


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "").split()).casefold()
