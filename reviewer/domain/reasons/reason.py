"""One reason: a code of the vocabulary with its arguments. This is what is stored and compared; never a sentence.

Arguments come from evidence. They are cut to a length, and what no text may hold is replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reviewer.domain.reasons.vocabulary import ARGUMENTS, BECAUSE, SHARED

Value = str | int
"""What an argument may be. Sizes are in bytes."""

Args = tuple[tuple[str, Value], ...]
"""Arguments by name, in the order of the vocabulary."""

UNKNOWN = "reason.unknown"
"""Stands for a code that this version does not know; its one argument is that code."""

LEGACY = "reason.legacy"
"""Stands for a sentence that an earlier version stored and nothing recognises; its one argument is the sentence."""

MORE = "reason.more"
"""Stands last where there were more reasons than are kept."""

MOST = 200
"""Reasons that are kept of one item."""

_LONGEST = 1_000  # code points of an argument
_LONGEST_SENTENCE = 1_000_000
_DEEPEST = 40  # reasons within each other: messages are nested no deeper
_LARGEST = 2**63


@dataclass(frozen=True, slots=True, init=False)
class Reason:
    """A code, its arguments, and what it is the cause of: (code, arguments) pairs, the outermost last.

    ``Reason("pdf.page_damaged", page=3)``; ValueError for what is not in the vocabulary, which is a bug. What comes
    from a worker or a file is not refused but becomes UNKNOWN.
    """

    code: str
    args: Args = ()
    within: tuple[tuple[str, Args], ...] = ()

    def __init__(self, code: str, /, **args: Value) -> None:
        self._set(code, _ordered(code, args))

    def __post_init__(self) -> None:
        """Called for what a worker says, and for nothing else: it can only say what the vocabulary has."""
        shown = str(self.code)
        try:
            args = _ordered(shown, dict(self.args))
            within = tuple((code, _ordered(code, dict(each), outer=True)) for code, each in self.within[:_DEEPEST])
        except ValueError:
            args, within = _ordered(UNKNOWN, {"code": shown}), ()
            shown = UNKNOWN
        if shown == LEGACY:
            args, within = _ordered(UNKNOWN, {"code": LEGACY}), ()
            shown = UNKNOWN
        self._set(shown, args, within)

    def because_of(self, code: str, /, **args: Value) -> Reason:
        """The reason that has this one as its cause: “attachment x: …”."""
        made = Reason.__new__(Reason)
        outer = (code, _ordered(code, args, outer=True))
        made._set(self.code, self.args, (*self.within, outer)[:_DEEPEST])  # noqa: SLF001 - of the same class
        return made

    def retold(self, tell: Callable[[str], str]) -> Reason:
        """The same with its texts, which come from evidence, as they may be told."""
        return self.with_values(lambda _name, value: tell(value) if isinstance(value, str) else value)

    def with_values(self, value: Callable[[str, Value], Value]) -> Reason:
        """The same with other values, each by the name of its argument and what it was."""
        made = Reason.__new__(Reason)
        within = tuple((code, _valued(args, value)) for code, args in self.within)
        made._set(self.code, _valued(self.args, value), within)  # noqa: SLF001 - of the same class
        return made

    @property
    def codes(self) -> tuple[str, ...]:
        """Its code, and those of what it is the cause of, the outermost last."""
        return (self.code, *(code for code, _ in self.within))

    @property
    def kind(self) -> tuple[str, ...]:
        """What tells one sort of reason from another: its codes, and the arguments that are not of one item alone."""
        args = (*self.args, *(each for _, outer in self.within for each in outer))
        return (*self.codes, *(str(value) for name, value in args if name in SHARED))

    def is_of(self, wanted: str) -> bool:
        """Whether it is of this code, or of a code that begins so: ``archive`` is what ``archive.damaged`` is of."""
        return any(code == wanted or code.startswith(f"{wanted}.") for code in self.codes)

    def __getitem__(self, name: str) -> Value:
        """The value of an argument."""
        return dict(self.args)[name]

    def _set(self, code: str, args: Args, within: tuple[tuple[str, Args], ...] = ()) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "args", args)
        object.__setattr__(self, "within", within)


def _valued(args: Args, value: Callable[[str, Value], Value]) -> Args:
    return tuple((name, value(name, each)) for name, each in args)


Reasons = tuple[Reason, ...]
"""All reasons of one thing, in the order in which they were met."""


def reasons_of(*found: Reason | None) -> Reasons:
    """Those that there are."""
    return tuple(each for each in found if each is not None)


def pack(reasons: Iterable[Reason]) -> str:
    """The canonical stored form: compact JSON, empty for none. Equal reasons are stored once."""
    found = list(dict.fromkeys(reasons))
    if len(found) > MOST:
        found = [*found[: MOST - 1], Reason(MORE, count=len(found) - MOST + 1)]
    return _json([_packed(each) for each in found]) if found else ""


def unpack(text: str) -> Reasons:
    """What :func:`pack` stored. A code or arguments that this version does not know become UNKNOWN."""
    return tuple(_unpacked(each) for each in json.loads(text)) if text else ()


def read_untrusted(text: str) -> Reasons:
    """The same of a text that anybody may have written; nothing when it is not of that form."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(stored, list) or len(stored) > MOST:
        return ()
    try:
        found = tuple(_well_formed(each) for each in stored)
    except ValueError:
        return ()
    return () if any(each.code == LEGACY for each in found) else found


def args_of(reason: Reason) -> dict[str, Any]:
    """The arguments for a program to read; ``within`` lists what the reason is the cause of, the outermost last."""
    made: dict[str, Any] = dict(reason.args)
    if reason.within:
        made["within"] = [{"code": code, "args": dict(args)} for code, args in reason.within]
    return made


def _packed(reason: Reason) -> list[object]:
    within = [_pair(code, args) for code, args in reason.within]
    return [reason.code, dict(reason.args), within] if within else _pair(reason.code, reason.args)


def _pair(code: str, args: Args) -> list[object]:
    return [code, dict(args)] if args else [code]


def _unpacked(stored: Any) -> Reason:
    try:
        return _well_formed(stored)
    except ValueError:
        known = stored[0] if isinstance(stored, list) and stored and isinstance(stored[0], str) else ""
        return Reason(UNKNOWN, code=known)


def _well_formed(stored: Any) -> Reason:
    """The reason that was packed so; ValueError for anything else."""
    match stored:
        case [str(code)]:
            args, within = dict[str, Any](), list[Any]()
        case [str(code), dict(args)]:
            within = []
        case [str(code), dict(args), list(within)] if len(within) <= _DEEPEST:
            pass
        case _:
            raise ValueError("this is no reason")
    made = Reason(code, **args)
    for outer in within:
        match outer:
            case [str(code)]:
                made = made.because_of(code)
            case [str(code), dict(args)]:
                made = made.because_of(code, **args)
            case _:
                raise ValueError("this is no reason")
    return made


def _ordered(code: str, args: dict[str, Value], *, outer: bool = False) -> Args:
    """The arguments as the vocabulary has them; ValueError for others, or for a code that is none."""
    named = ARGUMENTS.get(code)
    if named is None:
        raise ValueError(f"there is no reason {code}")
    wanted = {name: kind for name, kind in named.items() if name != BECAUSE}
    if (BECAUSE in named) is not outer or args.keys() != wanted.keys():
        raise ValueError(f"{code} has the arguments {', '.join(wanted)}")
    return tuple((name, _fit(code, name, kind, args[name])) for name, kind in wanted.items())


def _fit(code: str, name: str, kind: type[Value], value: Value) -> Value:
    if type(value) is not kind:
        raise ValueError(f"{name} of {code} has to be a {kind.__name__}")
    if isinstance(value, int):
        return max(-_LARGEST, min(value, _LARGEST - 1))
    longest = _LONGEST_SENTENCE if code == LEGACY else _LONGEST
    if len(value) > longest:
        value = value[: longest - 1] + "…"
    return value if value.isprintable() or code == LEGACY else _clean(value)


def _clean(text: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if 0xD800 <= ord(char) < 0xE000 else char for char in text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
