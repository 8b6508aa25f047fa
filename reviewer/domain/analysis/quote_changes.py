"""How a quote differs from the message it quotes, and how much of that message's words it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from unicodedata import category

from reviewer.domain.analysis.shingles import runs
from reviewer.domain.analysis.shingles import words as words_of
from reviewer.domain.analysis.text_comparison import differences

MOST_WORDS = 20_000
"""Words of a quote, or of a message, with more of which the two are not compared: it takes too long to wait for."""

ENOUGH = 0.5
"""A message is one that is quoted if it has this share of its runs of words, whoever the quote says wrote it."""

_RUN = 3
_ENOUGH_WORDS = 4
"""Fewer words in a row are not known by what message has them."""

_AS_QUOTED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_NO_WORDS = re.compile(r"[\s>*|_]+")
"""What mail programs change by themselves when they quote."""

_LOST = "?\ufffd"
_UNLIKE = re.compile(r"[?\u0080-\U0010ffff]+")
_MOST_LOST = 4
"""Signs for one letter, where each of its bytes became one."""

_MARK = re.compile(r"^[ \t]*([^\w\s\"'(]{2,4}(?=[\w\"'(])|\w{1,6}>|[|:}#](?=[ \t]))", re.MULTILINE)
_OFTEN = 2
"""So many lines must begin with what is a mark of quoting of somebody's own, like ``--]`` or ``Ada>``."""

_MOST_OF_A_HEAD, _MOST_OF_A_REST = 200, 40
"""Signs of a line that says whose words follow, and of what is left of it on the next."""

_HEAD = re.compile(
    r"(?:(?:from|sender|date|sent|to|cc|subject|reply-to|in-reply-to|references|organization|message-id|x-[\w-]+)\s?:\s|={3,}|-{3,}.*-{3,}$)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:wrote|writes|said|says|mentioned|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev)\b.{0,40}:\W*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:On|At|In|Am|Le|El|Il|Op|Em|Den)\s.*\d", re.IGNORECASE)
_MOST_BELOW = 15
_RULE = re.compile(r"[-_=]{5,}\s*$")
_BELOW = re.compile(r"(?:-{2,}|_{3,}|\*{5,})(?:\s|$)")
"""What a line begins with below which stands a signature, or what a mailing list adds."""

_ELIDED = re.compile(r"[<\[({*]+\s*(?:snip(?:ped)?|\.{2,}|\u2026)\s*[>\])}*]+", re.IGNORECASE)
_AT_ENDS = ".,;:!\u2026"

_MEANING = "Sc"  # the kind of signs that are words by themselves: currencies
_TELLING = frozenset("%=+<")


class QuoteChangeKind(StrEnum):
    """What was done to the words: others put in their place, words put in, words left out."""

    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """Words of a quote and of the message it quotes that are not the same; ``at_end`` for its beginning and its end.

    That a quote leaves out how a message begins or ends is common, and that it leaves out something between is not.
    """

    kind: QuoteChangeKind
    quoted: str
    original: str
    at_end: bool


def quote_changes(
    quoted: str, original: str, others: Sequence[str] = (), *, marked: bool = True
) -> tuple[QuoteChange, ...] | None:
    """In which words a quote differs from a message's own; None for texts that are too long to be compared.

    Case, white space, marks of quoting and of the ends of sentences, the lines that say whose words follow, and letters
    that a character set lost do not count. Whole lines that one of some other messages has are quoted from that one;
    of a quote that is not ``marked``, lines without any of the message's runs of words may be the answer's own.
    """
    if max(len(quoted.split()), len(original.split())) > MOST_WORDS:
        return None
    marks = _own_marks(quoted) | _own_marks(original)
    quoted, original = (_without_heads(_without(marks, text)) for text in (quoted, original))
    quoted = _of_the_message(quoted, original, others, marked=marked)
    found = []
    for each in differences(quoted, original):
        first, last = each.a_place
        begins, ends = not _bare(quoted[:first]), not _bare(quoted[last:])
        words = "" if ends and _BELOW.match(each.a) else each.a
        if _same(words, each.b) or _cut(words, each.b, begins=begins, ends=ends):
            continue
        said, there = " ".join(words.split()), " ".join(each.b.split())
        found.append(QuoteChange(_kind(words, each.b), said, there, begins or ends))
    return tuple(found)


def shared(quoted: Sequence[str], own: Sequence[str]) -> float:
    """The share of a quote's runs of three words that a message has among its own words; 0 for fewer words."""
    wanted = set(runs(quoted, _RUN)) if len(quoted) >= _RUN else set()
    return len(wanted.intersection(runs(own, _RUN))) / len(wanted) if wanted else 0.0


def _kind(quoted: str, original: str) -> QuoteChangeKind:
    if not _bare(quoted):
        return QuoteChangeKind.LEFT_OUT
    return QuoteChangeKind.CHANGED if _bare(original) else QuoteChangeKind.ADDED


def _bare(words: str) -> str:
    plain = _ELIDED.sub(" ", words).translate(_AS_QUOTED).casefold()
    told = (word.strip(_AT_ENDS) for word in plain.split() if any(map(_tells, word)))
    return _NO_WORDS.sub("", "".join(told))


def _tells(sign: str) -> bool:
    return sign.isalnum() or sign in _TELLING or category(sign) == _MEANING or (sign >= "\u0080" and sign.isprintable())


def _same(quoted: str, original: str) -> bool:
    """Whether no words differ, as far as that can be told."""
    if _bare(quoted) == _bare(original):
        return True
    one, other = (_NO_WORDS.sub("", words.casefold()) for words in (quoted, original))
    if _UNLIKE.sub("?", one) != _UNLIKE.sub("?", other):
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


def _without_heads(text: str) -> str:
    """A text without the lines that say whose words follow."""
    kept: list[str] = []
    head, heads = True, 0
    for line in text.split("\n"):
        words = line.strip(" \t\r>|*")
        if not words or len(words) > _MOST_OF_A_HEAD:
            kept.append(line)
        elif _SAID.search(words):
            if kept and _OPENS.match(kept[-1].strip()) and len(kept[-1]) <= _MOST_OF_A_HEAD:
                kept.pop()
        elif head and (_HEAD.match(words) or (heads and len(words) <= _MOST_OF_A_REST)):
            heads += 1
            continue
        else:
            kept.append(line)
        heads = 0
        head = head and not any(map(_tells, kept[-1] if kept else ""))
    return "\n".join(kept)


def _of_the_message(quoted: str, original: str, others: Sequence[str], *, marked: bool) -> str:
    """A quote without the lines that are quoted from others, or that may be the answer's own."""
    there = _bare(original)
    known = set(runs(words_of(original), _RUN)) if not marked else set()
    elsewhere = [_bare(each) for each in others]
    kept, dropped = [], ""
    for line in quoted.split("\n"):
        words, bare = words_of(line), _bare(line)
        own = not marked and len(words) >= _ENOUGH_WORDS and known.isdisjoint(runs(words, _RUN))
        follows = bool(dropped) and any(dropped + bare in each for each in elsewhere)
        theirs = follows or (len(words) >= _ENOUGH_WORDS and any(bare in each for each in elsewhere))
        if bare in there or not (own or theirs):
            kept.append(line)
            dropped = ""
        elif bare:
            dropped = bare
    return "\n".join(kept)


def above_signature(text: str) -> str:
    """The words of a message or quote that are not its signature, or a notice that a mailing list adds to each."""
    lines = text.split("\n")
    ends = (at for at, line in enumerate(lines) if line.rstrip() == "--" or _RULE.match(line))
    return "\n".join(lines[: next((at for at in ends if len(lines) - at <= _MOST_BELOW), len(lines))])


def _cut(quoted: str, original: str, *, begins: bool, ends: bool) -> bool:
    """Whether words at the end of a quote are no more than the first of what the message goes on with, or the last."""
    bare, there = _bare(quoted), [_bare(word) for word in original.split()]
    return bool(bare) and ((ends and bare in accumulate(there)) or (begins and bare in _from_behind(there)))


def _from_behind(words: Sequence[str]) -> Iterator[str]:
    return accumulate(reversed(words), lambda found, word: word + found)
