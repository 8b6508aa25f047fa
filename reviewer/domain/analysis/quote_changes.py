"""How a quote differs from the message it quotes, and how much of that message's words it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, chain
from unicodedata import category

from reviewer.domain.analysis.quote_noise import MAILERS, differ_in_signs, has_markup, without_noise
from reviewer.domain.analysis.quote_parser import goes_on
from reviewer.domain.analysis.shingles import runs
from reviewer.domain.analysis.shingles import words as words_of
from reviewer.domain.analysis.text_comparison import Difference, differences

MOST_WORDS = 20_000
"""Words of a quote, or of a message, with more of which the two are not compared: it takes too long to wait for."""

ENOUGH = 0.5
"""A message is one that is quoted if it has this share of its runs of words, whoever the quote says wrote it."""

MOST = 0.7
"""This share, where the quote does not say so."""

RUN = 3
"""Words of a run."""

_ENOUGH_WORDS = 4
"""Fewer words in a row are not known by what message has them."""

_AS_QUOTED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_NO_WORDS = re.compile(r"[\s>*|_]+")
"""What mail programs change by themselves when they quote."""

_UNPARTED = re.compile(r"[^\W_][\W_]|[\W_].|.?[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff]", re.DOTALL)
"""Two signs between which a blank says nothing."""

_LOST = "?\ufffd"
_UNLIKE = re.compile(r"[?\u0080-\U0010ffff]+")
_MOST_LOST = 4
"""Signs for one letter, where each of its bytes became one."""

_MARK = re.compile(r"^[ \t]*([^\w\s\"'(]{2,4}(?=[\w\"'(])|\w{1,6}>|[|:}#](?=[ \t]))", re.MULTILINE)
_OFTEN = 2
"""So many lines must begin with what is a mark of quoting of somebody's own, like ``--]`` or ``Ada>``."""

_MOST_OF_A_HEAD = 200
"""Signs of a line that says whose words follow."""

_MOST_OF_A_NAME = 5
"""Words of such a line that tells neither a time nor an address: “Ada Lune wrote:”."""

_HEAD = re.compile(
    r"(?:(?:from|sender|date|sent|to|cc|subject|reply-to|in-reply-to|references|organization|message-id"
    rf"|x-(?:{MAILERS}))\s?:\s|={{3,}}|-{{3,}}.*-{{3,}}$)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:wrote|writes|said|says|mentioned|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev)\b.{0,40}:\W*$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:date|sent)\s?:", re.IGNORECASE)
_LINE_BEFORE = "wrote"
_OPENS = re.compile(r"(?:On|At|In|Am|Le|El|Il|Op|Em|Den)\s.*\d", re.IGNORECASE)
_NO_LETTERS = re.compile(r"\W+")
_BEHIND = 20
"""So many letters before words tell where they stand."""

_MOST_BELOW = 15
_RULE = re.compile(r"[-_=*]{5,}\s*$")
_NOTICE = re.compile(
    r"\W{0,3}(?:this|the (?:information|content)s?(?: contained)? in this)"
    r" (?:e-?mail|message|communication|transmission)",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:confidential|privileged|intended (?:only|solely|recipient|for))\b", re.IGNORECASE)
_LINES_OF_NOTICE, _MOST_OF_A_NOTICE = 5, 20
"""Within so many lines it says so; and it has no more of them, with all that is below it."""
_BELOW = re.compile(r"(?:-{2,}|_{3,}|\*{5,})(?:\s|$)")
"""What a line begins with below which stands a signature, or what a mailing list adds."""

_SIGNED = re.compile(r"(?:-{2,}|_{3,}|\*{5,})")
_ELIDED = re.compile(r"[<\[({*]+\s*(?:snip(?:ped)?|\.{2,}|\u2026)\s*[>\])}*]+", re.IGNORECASE)
_NAMED_ANSWER = re.compile(r"\[[^\W\d][^\]\d]{1,60}\]\s+\S")
"""How an answer among quoted lines begins where a program puts the name before it: “[Lune, Ada]  We agree.”."""

_AT_ENDS = ".,;:!\u2026"
_BETWEEN = re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])|\((?![\d$\u20ac\u00a3-])|(?<!\d)\)")
"""A comma and brackets beside letters, where a blank may stand or not; beside figures they are part of an amount."""

_MEANING = "Sc"  # the kind of signs that are words by themselves: currencies
_TELLING = frozenset("%=+<")


class QuoteChangeKind(StrEnum):
    """What was done to the words: others put in their place, words put in, words left out."""

    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left out"


class QuoteDoubt(StrEnum):
    """Why nobody can tell whether somebody changed words: what else may have made them differ."""

    ENDS = "ends"
    """They stand before or after all that is the same, where lists and programs put words."""
    LINES = "lines"
    """They are lines by themselves, which may be an answer's own."""
    SIGNS = "signs"
    """They are links, markup, or letters that a character set lost."""
    ORDER = "order"
    """They stand elsewhere in the other text."""
    OTHER = "other words"
    """Too little around them is the same."""


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """Words of a quote and of the message it quotes that are not the same; ``at_end`` for its beginning and its end.

    That a quote leaves out how a message begins or ends is common, and that it leaves out something between is not.
    Where there is a ``doubt``, nothing can be told of it.
    """

    kind: QuoteChangeKind
    quoted: str
    original: str
    at_end: bool
    doubt: QuoteDoubt | None = None

    @property
    def tells(self) -> bool:
        """Whether a reader should look: more was done than to leave out how the message begins or ends."""
        return self.doubt is None and not self.cuts

    @property
    def cuts(self) -> bool:
        """Whether it is no more than that the quote leaves out how the message begins or ends."""
        return self.at_end and self.kind is QuoteChangeKind.LEFT_OUT


def quote_changes(
    quoted: str,
    original: str,
    others: Sequence[str] = (),
    *,
    marked: bool = True,
    named: bool = False,
    answer: str = "",
) -> tuple[QuoteChange, ...] | None:
    """In which words a quote differs from a message's own; None for texts that are too long to be compared.

    Case, white space, marks of quoting and of the ends of sentences, the lines that say whose words follow, what
    programs put in, and letters that a character set lost do not count. Whole lines that one of some other messages
    has are quoted from that one; of a quote that is not ``marked``, lines without any of the message's runs of words
    may be the answer's own. ``named`` says that nothing but the lines above the quote tells which message it is of.
    ``answer`` is all of the message that quotes: what stands there in its place is not left out, whatever marks it has.
    """
    if max(len(quoted.split()), len(original.split())) > MOST_WORDS:
        return None
    markup = has_markup(quoted) or has_markup(original)
    quoted, original = without_noise(quoted, original)
    marks = _own_marks(quoted) | _own_marks(original)
    quoted, original = (_without(marks, text) for text in (quoted, original))
    quoted, original = _without_heads(quoted, original)
    quoted, own = _of_the_message(quoted, original, others, marked=marked)
    found, below = [], len(above_signature(original))
    all_of_it, letters = _letters(answer), _letters(quoted)
    for each in differences(quoted, original):
        begins, ends = _at_ends(quoted, original, each)
        words = "" if ends and _BELOW.match(each.a) else each.a
        if _same(words, each.b) or _cut(words, each.b, begins=begins, ends=ends):
            continue
        said, there = " ".join(words.split()), " ".join(each.b.split())
        kind = _kind(words, each.b)
        if (
            kind is QuoteChangeKind.LEFT_OUT
            and answer
            and _goes_on(quoted[: each.a_place[0]], each.b, all_of_it, letters)
        ):
            continue
        signed = kind is QuoteChangeKind.LEFT_OUT and (_SIGNED.match(each.b) is not None or each.b_place[0] >= below)
        change = QuoteChange(kind, said, there, begins or ends or signed)
        found.append((each, change))
    told = _doubted((quoted, original), found, markup=markup, named=named, mixed=bool(own))
    left = [QuoteChange(QuoteChangeKind.ADDED, line, "", at_end=False, doubt=QuoteDoubt.LINES) for line in own]
    return (*told, *left)


def _at_ends(quoted: str, original: str, each: Difference) -> tuple[bool, bool]:
    """Whether words are those before all of a quote, or behind all of it.

    So are words that are left out where the quote begins with what they end with: it begins with these.
    """
    before, behind = _bare(quoted[: each.a_place[0]]), _bare(quoted[each.a_place[1] :])
    left_out = not _bare(each.a)
    words = _bare(each.b) if left_out else ""
    first = left_out and words.endswith(before) and _bare(original[: each.b_place[0]]).endswith(before)
    last = left_out and words.startswith(behind) and _bare(original[each.b_place[1] :]).startswith(behind)
    return not before or first, not behind or last


_AROUND = " \t\r>|*"
_Found = list[tuple[Difference, QuoteChange]]

_LEAST_BETWEEN = 3
"""Fewer equal words between two changes may be the same by chance."""

_MOST_IN_A_ROW = 3
"""Of more changes with so little between them nobody can tell what became of what."""

_MOST_REPLACED = 25
"""Of more words in the place of more others the same holds."""

_MOST_BESIDE = 6
"""So many words before or after what is the same are told if they stand on its line."""


def _doubted(texts: tuple[str, str], found: _Found, *, markup: bool, named: bool, mixed: bool) -> list[QuoteChange]:
    """Changes, with the doubt that there is about each; ``mixed`` where the answer's own lines are among the quote."""
    quoted, original = texts
    counted = [change for _, change in found if named or change.kind is not QuoteChangeKind.ADDED]
    rows = list(_rows(quoted, found))
    many = sum(len(change.quoted.split()) for change in counted) > (1 - ENOUGH) * len(above_signature(quoted).split())
    garbled = many or any(_garbled(row) for row in rows)
    bare, there = _bare(quoted), _bare(original)
    told = []
    for row in rows:
        places = [each.a_place for each, change in row if not change.cuts]
        apart = bool(places) and _apart(quoted, places[0][0], places[-1][1])
        for each, change in row:
            doubt = None
            if change.cuts:
                pass
            elif differ_in_signs(each.a, each.b, markup=markup):
                doubt = QuoteDoubt.SIGNS
            elif garbled:
                doubt = QuoteDoubt.OTHER
            elif _elsewhere(change.quoted, there) or _elsewhere(change.original, bare):
                doubt = QuoteDoubt.ORDER
            elif change.kind is not QuoteChangeKind.LEFT_OUT or (mixed and len(row) > 1):
                ends = change.at_end and not _beside(quoted, each)
                own = apart or _NAMED_ANSWER.match(change.quoted) is not None
                doubt = QuoteDoubt.ENDS if ends else QuoteDoubt.LINES if mixed or own else None
            told.append(replace(change, doubt=doubt))
    return told


def _garbled(row: _Found) -> bool:
    """Whether so much differs there that nobody can tell what became of what."""
    inner = [change for _, change in row if not change.cuts]
    replaced = max((min(len(each.quoted.split()), len(each.original.split())) for each in inner), default=0)
    return len(inner) > _MOST_IN_A_ROW or replaced > _MOST_REPLACED


def _elsewhere(words: str, text: str) -> bool:
    return len(words.split()) >= _ENOUGH_WORDS and _bare(words) in text


def _beside(quoted: str, each: Difference) -> bool:
    """Whether a few words before or after what is the same stand on its line."""
    begins, ends = _line_ends(quoted, *each.a_place)
    return not (begins and ends) and "\n" not in each.a and len(each.a.split()) <= _MOST_BESIDE


def _apart(quoted: str, first: int, last: int) -> bool:
    """Whether words are lines by themselves, with an empty one before or after them."""
    before, after = quoted[:first].rstrip(_AROUND), quoted[last:].lstrip(_AROUND)
    empty = not before[:-1].rpartition("\n")[2].strip(_AROUND) or not after[1:].partition("\n")[0].strip(_AROUND)
    return all(_line_ends(quoted, first, last)) and empty and bool(quoted[first:last].strip())


def _line_ends(quoted: str, first: int, last: int) -> tuple[bool, bool]:
    """Whether a line begins, and one ends, where words do."""
    before, after = quoted[:first].rstrip(_AROUND), quoted[last:].lstrip(_AROUND)
    return before[-1:] in {"", "\n"}, after[:1] in {"", "\n"}


def _rows(quoted: str, found: _Found) -> Iterator[_Found]:
    """Changes with hardly anything between them, together."""
    row: _Found = []
    for each, change in found:
        if row and len(quoted[row[-1][0].a_place[1] : each.a_place[0]].split()) >= _LEAST_BETWEEN:
            yield row
            row = []
        row.append((each, change))
    if row:
        yield row


def shared(quoted: Sequence[str], own: Sequence[str], common: Collection[str] = ()) -> float:
    """The share of a quote's runs of three words that a message has among its own words, but for ``common`` ones."""
    wanted = set(runs(quoted, RUN)).difference(common) if len(quoted) >= RUN else set()
    return len(wanted.intersection(runs(own, RUN))) / len(wanted) if wanted else 0.0


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _goes_on(before: str, words: str, there: str, here: str) -> bool:
    """Whether some words stand where they should, behind those before them, and not just where a quote repeats them."""
    found = _letters(before[-2 * _BEHIND :])[-_BEHIND:] + _letters(words)
    return found in there and found not in here


def _kind(quoted: str, original: str) -> QuoteChangeKind:
    if not _bare(quoted):
        return QuoteChangeKind.LEFT_OUT
    return QuoteChangeKind.CHANGED if _bare(original) else QuoteChangeKind.ADDED


def _bare(words: str) -> str:
    plain = _ELIDED.sub(" ", words).translate(_AS_QUOTED).casefold()
    told = (word.strip(_AT_ENDS) for word in plain.split() if any(map(_tells, word)))
    return _NO_WORDS.sub("", "".join(told))


def _parted_alike(one: str, other: str) -> bool:
    """Whether the same letters are the same words: “not able” is not “notable”.

    A program may have cut a line within a word, or put its marks there. Beside signs, and in scripts that write no
    blanks between words, these say nothing.
    """
    letters, parted, may_be = _parted(one)
    others, parted_there, may_be_there = _parted(other)
    return letters == others and not any(
        _UNPARTED.match(letters, at - 1) is None
        for at in (parted - parted_there - may_be_there) | (parted_there - parted - may_be)
    )


def _parted(text: str) -> tuple[str, set[int], set[int]]:
    """The letters of a text as they are compared; where blanks part them, and where what programs put in does."""
    plain = _BETWEEN.sub("\n", _ELIDED.sub(" ", text).translate(_AS_QUOTED).casefold())
    letters, last = "", 0
    parted, may_be = set[int](), set[int]()
    for found in re.finditer(r"\S+", plain):
        if not any(map(_tells, found[0])):
            continue
        (may_be if re.search(r"\n", plain[last : found.start()]) else parted).add(len(letters))
        first, *rest = _NO_WORDS.split(found[0].strip(_AT_ENDS))
        letters += first
        for part in rest:
            may_be.add(len(letters))
            letters += part
        last = found.end()
    return letters, parted - {0}, may_be


def _tells(sign: str) -> bool:
    return sign.isalnum() or sign in _TELLING or category(sign) == _MEANING or (sign >= "\u0080" and sign.isprintable())


def _same(quoted: str, original: str) -> bool:
    """Whether no words differ, as far as that can be told."""
    if _bare(quoted) == _bare(original):
        return _parted_alike(quoted, original)
    one, other = (_NO_WORDS.sub("", words.casefold()) for words in (quoted, original))
    if _UNLIKE.sub("?", one) != _UNLIKE.sub("?", other):
        return False
    if not _parted_alike(_UNLIKE.sub("|", quoted), _UNLIKE.sub("|", original)):
        return False
    return all(map(_same_but_lost, _UNLIKE.findall(one), _UNLIKE.findall(other)))


def _same_but_lost(one: str, other: str) -> bool:
    """Whether signs are the same, or some that stand for letters which a character set did not have."""
    lost, there = (one, other) if not one.strip(_LOST) else (other, one)
    return one == other or (not lost.strip(_LOST) and len(there) <= len(lost) <= _MOST_LOST * len(there))


def _own_marks(text: str) -> set[str]:
    """Marks of quoting that somebody or a program made up."""
    return {mark for mark, times in Counter(_MARK.findall(text)).items() if times >= _OFTEN}


def _without(marks: set[str], text: str) -> str:
    if not marks:
        return text
    any_of = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
    return re.sub(rf"(?:^|(?<=\s))(?:{any_of})", lambda found: " " * len(found[0]), text, flags=re.MULTILINE)


def _says_whose(line: str) -> bool:
    """Whether a line says whose words follow: it is short, or tells a time or an address."""
    known = len(line.split()) <= _MOST_OF_A_NAME or "@" in line or any(map(str.isdigit, line))
    return known and _SAID.search(line) is not None


def _without_heads(one: str, other: str) -> tuple[str, str]:
    """Two texts without the lines that say whose words follow, but for those that the other has, too.

    Where both have other lines that say the same kind of thing, somebody may have altered one: these stay.
    """
    bare, there = _bare(one), _bare(other)
    _, kinds = _heads_apart(one, there, frozenset())
    both = kinds & _heads_apart(other, bare, frozenset())[1]
    return _heads_apart(one, there, both)[0], _heads_apart(other, bare, both)[0]


def _heads_apart(text: str, other: str, staying: frozenset[str]) -> tuple[str, frozenset[str]]:
    """A text without such lines but for the kinds that stay, and which kinds of them are gone."""
    kept: list[str] = []
    gone = set[str]()
    head, heads, before = True, 0, ""
    lines = [(line, line.strip(" \t\r>|*")) for line in text.split("\n")]
    for at, (line, words) in enumerate(lines):
        found = _HEAD.match(words)
        kind = _LINE_BEFORE if _says_whose(words) else found[0][:3].casefold() if found is not None else ""
        if not words or len(words) > _MOST_OF_A_HEAD or kind in staying:
            kept.append(line)
        elif kind == _LINE_BEFORE and _bare(words) not in other:
            gone.add(kind)
            if kept and _OPENS.match(kept[-1].strip()) and len(kept[-1]) <= _MOST_OF_A_HEAD:
                kept.pop()
        elif head and (found is not None or (heads and _rest(before, words))):
            gone.add(kind)
            heads += 1
            before = words
            continue
        else:
            kept.append(line)
        heads = heads if heads and _among_heads(lines, at) else 0
        head = heads > 0 or (head and not any(map(_tells, kept[-1] if kept else "")))
    return "\n".join(kept), frozenset(gone - {""})


def _rest(before: str, words: str) -> bool:
    return goes_on(before, words, moment=_MOMENT.match(before) is not None)


def _among_heads(lines: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether a line of such ones follows at once."""
    return at + 1 < len(lines) and _HEAD.match(lines[at + 1][1]) is not None


def _of_the_message(quoted: str, original: str, others: Sequence[str], *, marked: bool) -> tuple[str, list[str]]:
    """A quote without the lines that are quoted from others, or that may be the answer's own; and the latter."""
    there = _bare(original)
    known = set(runs(words_of(original), RUN)) if not marked else set()
    elsewhere = [_bare(each) for each in others]
    kept, dropped, answers = [], "", list[str]()
    for line in quoted.split("\n"):
        words, bare = words_of(line), _bare(line)
        own = not marked and len(words) >= _ENOUGH_WORDS and known.isdisjoint(runs(words, RUN))
        follows = bool(dropped) and any(dropped + bare in each for each in elsewhere)
        theirs = follows or (len(words) >= _ENOUGH_WORDS and any(bare in each for each in elsewhere))
        if bare in there or not (own or theirs):
            kept.append(line)
            dropped = ""
        elif bare:
            dropped = bare
            if not theirs:
                answers.append(" ".join(line.split()))
    return "\n".join(kept), answers


def above_signature(text: str) -> str:
    """The words of a message or quote that are not its signature, or a notice that a list or a company adds to each."""
    lines = text.rstrip().split("\n")
    ends = (
        at
        for at, line in enumerate(lines)
        if (len(lines) - at <= _MOST_BELOW and (line.rstrip() == "--" or _RULE.match(line)))
        or (len(lines) - at <= _MOST_OF_A_NOTICE and _is_notice(lines, at))
    )
    return "\n".join(lines[: next(ends, len(lines))])


def _is_notice(lines: Sequence[str], at: int) -> bool:
    """Whether a paragraph begins there that says for whom a message is meant."""
    if not _NOTICE.match(lines[at]) or (at and lines[at - 1].strip(_AROUND) and not _RULE.match(lines[at - 1])):
        return False
    return _MEANT.search(" ".join(lines[at : at + _LINES_OF_NOTICE])) is not None


def _cut(quoted: str, original: str, *, begins: bool, ends: bool) -> bool:
    """Whether words at the end of a quote are no more than the first of what the message goes on with, or the last."""
    bare, words = _bare(quoted), list(re.finditer(r"\S+", original))
    if not bare:
        return False
    told = [_bare(word[0]) for word in words]
    first = (original[: word.end()] for word, had in zip(words, accumulate(told), strict=True) if ends and had == bare)
    last = (
        original[word.start() :]
        for word, had in zip(reversed(words), _from_behind(told), strict=True)
        if begins and had == bare
    )
    return any(_parted_alike(quoted, each) for each in chain(first, last))


def _from_behind(words: Sequence[str]) -> Iterator[str]:
    return accumulate(reversed(words), lambda found, word: word + found)
