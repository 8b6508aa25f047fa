"""Formats 16, 32 and 34: the sentences that earlier versions stored become codes with arguments.

``formats/format_16_sentences.txt`` has the sentences as they were written up to format 15, each with its code, and
those of formats 32 and 34 what was stored before of hidden words, of threads and among the facts: records of the past,
which stay as they are when the catalogue finds better words. What matches none of them is kept as it stands, as the
argument of one code for all such, so that nothing is lost.
"""

from __future__ import annotations

import json
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import (
    APART,
    CONTROLS,
    DAMAGED,
    LOOKED_FOR,
    MACROS,
    NEVER_SENT,
    OUTSIDE,
    SIGNED,
    TURNED,
)
from reviewer.domain.reasons.reason import LEGACY, Reason, Value, pack

_SAID_IN_32 = (APART, NEVER_SENT, LOOKED_FOR)
_SAID_IN_34 = (MACROS, CONTROLS, SIGNED, TURNED, DAMAGED)
_CHARSET, _GUESSED = "character set", " (guessed)"
_FETCHES, _REFERS = "it would fetch: ", "it refers to: "
_FETCHED = re.compile(r"(?:^|; )(.+? \([A-Za-z]\w*\))(?=; |$)", re.DOTALL)
"""Each target with the kind of what fetches it in brackets; a target may hold brackets and semicolons itself."""
_FILES = Path(__file__).parent.parent / "formats"
_BECAUSE = "because"
_UNITS = {"GiB": 2**30, "MiB": 2**20, "KiB": 2**10, "bytes": 1}
_HEAD = 6  # letters that a template begins with, by which it is found
_MOST_PARTS = 5  # of one sentence, which may hold what parts sentences
_DEEPEST = 40
_BATCH = 5_000


@dataclass(frozen=True)
class _Sentence:
    """A sentence with places for arguments, and those arguments that it does not name."""

    code: str
    fixed: Mapping[str, Value]
    template: str

    @cached_property
    def head(self) -> str:
        """The letters that it begins with; empty when it begins with an argument, or is shorter."""
        words = self.template.partition("{")[0]
        return words[:_HEAD] if len(words) >= _HEAD else ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        made, places = "", dict[str, int]()
        for words, name, form, _ in string.Formatter().parse(self.template):
            made += re.escape(words)
            if name is not None:
                places[name] = places.get(name, 0) + 1
                again = "" if places[name] == 1 else f"_{places[name]}"
                made += f"(?P<{name}{again}>{_matches(form or '')})"
        return re.compile(made, re.DOTALL)

    def read(self, text: str, depth: int, version: int) -> Reason | None:
        """The reason that a text tells of in these words, if it does."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        args = dict(self.fixed)
        for _, name, form, _ in string.Formatter().parse(self.template):
            if name is not None and name != _BECAUSE and not _is_choice(form or ""):
                args[name] = _value(found[name], form or "")
        try:
            if _BECAUSE not in found.groupdict():
                return Reason(self.code, **args)
            cause = _one(found[_BECAUSE], depth + 1, version)
            return None if cause is None else cause.because_of(self.code, **args)
        except ValueError:
            return None


def _is_choice(form: str) -> bool:
    """Whether it is one of two words by a number, which another place has."""
    return "|" in form and not form.startswith("=")


def _matches(form: str) -> str:
    if form == "size":
        return r"[\d,]+ (?:GiB|MiB|KiB|bytes)"
    if form.startswith("="):
        return "|".join(re.escape(word) for word in form[1:].split("|"))
    if "|" in form:
        return "|".join(re.escape(word) for word in form.split("|"))
    return r"-?[\d,]+" if form else ".+?"


def _value(text: str, form: str) -> Value:
    if form == "size":
        number, unit = text.split(" ")
        return _number(number) * _UNITS[unit]
    if form == "mib":
        return _number(text) * _UNITS["MiB"]
    return text if not form or form.startswith("=") else _number(text)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


@lru_cache(maxsize=2)
def _sentences(version: int) -> Mapping[str, tuple[_Sentence, ...]]:
    """All of a format by the letters they begin with."""
    found: dict[str, list[_Sentence]] = defaultdict(list)
    for line in (_FILES / f"format_{version}_sentences.txt").read_text(encoding="utf-8").splitlines():
        named, _, template = line.partition("\t")
        code, *fixed = named.split(" ")
        args = {
            name: int(value) if value.isdigit() else value for name, _, value in (each.partition("=") for each in fixed)
        }
        made = _Sentence(code, args, template)
        found[made.head].append(made)
    return {head: tuple(sorted(several, key=_plainness)) for head, several in found.items()}


def _plainness(sentence: _Sentence) -> tuple[int, bool]:
    """What says more in its own words comes before what takes them for an argument, and a cause before a text."""
    words = sum(len(words) for words, *_ in string.Formatter().parse(sentence.template))
    return -words, "{because}" not in sentence.template


@lru_cache(maxsize=100_000)
def _one(text: str, depth: int = 0, version: int = 16) -> Reason | None:
    """The reason that a text tells of, if it is one sentence."""
    if depth > _DEEPEST:
        return None
    known = _sentences(version)
    for sentence in (*known.get(text[:_HEAD], ()), *known[""]):
        found = sentence.read(text, depth, version)
        if found is not None:
            return found
    return None


def reasons_in(text: str) -> tuple[Reason, ...]:
    """The reasons that were stored as one text, with ``; `` between them."""
    parts = text.split("; ") if text else []
    best: list[tuple[int, int]] = [(0, 0)]  # how many parts are not known up to here, and where the last one begins
    for end in range(1, len(parts) + 1):
        unknown, start = best[end - 1][0] + 1, end - 1
        for begin in range(end - 1, max(-1, end - 1 - _MOST_PARTS), -1):
            if best[begin][0] < unknown and _one("; ".join(parts[begin:end])) is not None:
                unknown, start = best[begin][0], begin
        best.append((unknown, start))
    spans, end = list[tuple[int, int]](), len(parts)
    while end:
        spans.append((best[end][1], end))
        end = best[end][1]
    return tuple(_known_or_kept(["; ".join(parts[begin:end]) for begin, end in reversed(spans)]))


def _known_or_kept(texts: list[str]) -> Iterator[Reason]:
    """The reason of each text; those that are not known, one after the other, as one."""
    kept: list[str] = []
    for text in texts:
        found = _one(text)
        if found is None:
            kept.append(text)
            continue
        if kept:
            yield Reason(LEGACY, sentence="; ".join(kept))
            kept = []
        yield found
    if kept:
        yield Reason(LEGACY, sentence="; ".join(kept))


def _lines(text: str) -> str:
    """Phrases that were stored one a line, packed."""
    return pack(_one(line) or Reason(LEGACY, sentence=line) for line in text.split("\n")) if text else ""


def _metadata(text: str) -> str:
    """Metadata with what is odd about a message, and how it was protected, packed."""
    told = json.loads(text)
    if "defects" in told:
        told["defects"] = _lines(told["defects"])
    if "protection" in told:
        told["protection"] = pack(reasons_in(told["protection"]))
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _sentence_text(text: str) -> str:
    return pack(reasons_in(text))


def one_coded(text: str) -> str:
    """One sentence of what format 32 codes, packed: how words are hidden, what shows an answer, a fact."""
    return pack((_one(text, version=32) or Reason(LEGACY, sentence=text),))


def _facts(text: str) -> str:
    """Metadata with those facts packed that are said in a sentence."""
    told = json.loads(text)
    coded = {name: one_coded(told[name]) for name in _SAID_IN_32 if name in told}
    return json.dumps(told | coded, ensure_ascii=False, separators=(",", ":"))


def more_facts(text: str) -> str:
    """Metadata with the rest of such facts packed; that a character set was guessed is told by the name of the fact."""
    told = json.loads(text)
    coded = {
        name: pack(_all(told[name].split("; ") if name == DAMAGED else [told[name]]))
        for name in _SAID_IN_34
        if name in told
    }
    if OUTSIDE in told:
        coded[OUTSIDE] = pack(_leads(told[OUTSIDE]))
    charset = told.get(_CHARSET, "")
    if charset.endswith(_GUESSED):
        told = {f"{_CHARSET} guessed" if name == _CHARSET else name: fact for name, fact in told.items()}
        coded[f"{_CHARSET} guessed"] = charset.removesuffix(_GUESSED)
    return json.dumps(told | coded, ensure_ascii=False, separators=(",", ":"))


def _all(texts: Sequence[str]) -> Iterator[Reason]:
    for text in texts:
        yield _one(text, version=34) or Reason(LEGACY, sentence=text)


def _leads(text: str) -> Iterator[Reason]:
    """What a document would fetch or refers to, which was one text."""
    if text.startswith(_FETCHES):
        whole = text.removeprefix(_FETCHES)
        yield from _all(_FETCHED.findall(whole) or [whole])
    elif text.startswith(_REFERS):
        for target in text.removeprefix(_REFERS).split("; "):
            yield Reason("office.refers_to", target=target)
    else:
        yield Reason(LEGACY, sentence=text)


_Column = tuple[str, tuple[str, ...], str, str, Callable[[str], str]]

_COLUMNS: tuple[_Column, ...] = (
    ("item", ("id",), "reason", "reason <> ''", _sentence_text),
    ("item", ("id",), "flags", "flags <> ''", _lines),
    (
        "item",
        ("id",),
        "metadata",
        "coalesce(json_type(metadata, '$.defects'), json_type(metadata, '$.protection')) IS NOT NULL",
        _metadata,
    ),
    ("source_file", ("id",), "reason", "reason <> ''", _sentence_text),
    ("rendition", ("id",), "remark", "remark <> ''", _sentence_text),
    ("ocr_page", ("rendition", "number"), "reason", "reason <> ''", _sentence_text),
)
"""Table, key, column, which rows, and what to make of a text."""

_COLUMNS_OF_32: tuple[_Column, ...] = (
    ("hidden_text", ("item", "seq"), "how", "how <> ''", one_coded),
    ("thread_edge", ("id",), "evidence", "evidence <> ''", one_coded),
    ("item", ("id",), "metadata", " OR ".join(f"metadata LIKE '%\"{name}\"%'" for name in _SAID_IN_32), _facts),
)

_COLUMNS_OF_34: tuple[_Column, ...] = (
    (
        "item",
        ("id",),
        "metadata",
        " OR ".join(
            f"metadata LIKE '%{each}\"%'" for each in (*(f'"{name}' for name in (*_SAID_IN_34, OUTSIDE)), _GUESSED)
        ),
        more_facts,
    ),
)


def to_codes(case: Case) -> Mapping[str, object]:
    """Turn every stored sentence into codes; how many texts there were, and how many hold what nothing recognises."""
    return _coded(case, _COLUMNS)


def facts_to_codes(case: Case) -> Mapping[str, object]:
    """The same of what format 32 codes."""
    made = _coded(case, _COLUMNS_OF_32)
    return {"phrases": made["sentences"], "kept as they were": made["kept as they were"]}


def more_facts_to_codes(case: Case) -> Mapping[str, object]:
    """The same of what format 34 codes."""
    made = _coded(case, _COLUMNS_OF_34)
    return {"facts": made["sentences"], "kept as they were": made["kept as they were"]}


def _coded(case: Case, columns: Sequence[_Column]) -> Mapping[str, object]:
    texts = kept = 0
    for table, keys, column, where, coded in columns:
        key, marks = ", ".join(keys), ", ".join("?" * len(keys))
        last = (-1,) * len(keys)
        while rows := case.tuples(
            f"SELECT {column}, {key} FROM {table} WHERE ({key}) > ({marks}) AND ({where}) "
            f"ORDER BY {key} LIMIT {_BATCH}",
            last,
        ):
            made = [(coded(text), *row) for text, *row in rows]
            case.executemany(f"UPDATE {table} SET {column} = ? WHERE ({key}) = ({marks})", made)
            last = rows[-1][1:]
            texts += len(made)
            kept += sum(LEGACY in text for text, *_ in made)
    return {"sentences": texts, "kept as they were": kept}
