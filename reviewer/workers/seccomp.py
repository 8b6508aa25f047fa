"""System call filters (seccomp) put together and installed by ctypes alone: no privilege, no package.

A filter is a program of classic BPF, 8 bytes an instruction (``struct sock_filter`` of <linux/filter.h>). It is built
of short runs that each decide one call, so that no jump reaches beyond its own run. What each worker may call is in
:mod:`reviewer.workers.filters`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.workers.syscalls import AUDIT_ARCH, number

# <linux/bpf_common.h>: load a word at an absolute offset; jump; compare with a constant; return.
_LOAD, _JUMP, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
# Offsets in ``struct seccomp_data``; both machines are little-endian, so an argument's low word comes first.
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_ERROR = 0x00050000
_X32 = 0x40000000  # x86_64 only: calls numbered from here are the x32 variants, which would slip past the list
_SET_MODE_FILTER, _EVERY_THREAD = 1, 1

ALLOW, KILL = 0x7FFF0000, 0x80000000
"""Verdicts: the call is made; the process is killed."""


def refuse(error: int = errno.EPERM) -> int:
    """The verdict that the call fails with this error."""
    return _ERROR | error


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of one word of an argument for a call to be allowed: one of the tests does, or none of them."""

    offset: int
    tests: tuple[tuple[int, int], ...]
    wanted: bool = True

    def steps(self, unless: bytes) -> list[bytes]:
        """Instructions that fall through when it holds, and come to the instruction ``unless`` when not."""
        made = [_step(_LOAD, self.offset)]
        for after, (code, value) in zip(reversed(range(len(self.tests))), self.tests, strict=True):
            hit = after + 1 if self.wanted else after
            miss = 0 if self.wanted or after else 1
            made.append(_step(code, value, hit, miss))
        return [*made, unless]


Case = Sequence[Condition]
"""Conditions that must all hold."""


def one_of(argument: int, *values: int) -> Condition:
    """The low word of the argument, counted from 0, is one of these."""
    return Condition(_low(argument), tuple((_EQUAL, value) for value in values))


def some_bit(argument: int, bits: int) -> Condition:
    """At least one of these bits of the low word is set."""
    return Condition(_low(argument), ((_ANY_BIT, bits),))


def no_bit(argument: int, bits: int) -> Condition:
    """None of these bits of the low word is set."""
    return Condition(_low(argument), ((_ANY_BIT, bits),), wanted=False)


def null(argument: int) -> Case:
    """The argument, which is an address, is none."""
    return (one_of(argument, 0), Condition(_low(argument) + 4, ((_EQUAL, 0),)))


def program(rules: Iterable[bytes], otherwise: int) -> bytes:
    """A whole filter: the rules in order, and the verdict on every call that none of them names."""
    machine = platform.machine()
    steps = [
        _step(_LOAD, _ARCH),
        _step(_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _step(_RETURN, KILL),
        _step(_LOAD, _NR),
    ]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32, 0, 1), _step(_RETURN, KILL)]
    return b"".join([*steps, *rules, _step(_RETURN, otherwise)])


def rule(name: str, verdict: int = ALLOW) -> bytes:
    """The same verdict on a call whatever its arguments."""
    return _run(name, [_step(_RETURN, verdict)])


def allow_if(name: str, *cases: Case, otherwise: int | None = None) -> bytes:
    """Allow a call in one of these cases; else ``otherwise``, which is to be refused unless it is told."""
    run: list[bytes] = []
    for case in cases:
        ends = [_step(_RETURN, ALLOW)]
        for condition in reversed(case):
            ends = [*condition.steps(_step(_JUMP, len(ends))), *ends]
        run += ends
    return _run(name, [*run, _step(_RETURN, refuse() if otherwise is None else otherwise)])


def rules(names: Iterable[str], verdict: int = ALLOW) -> list[bytes]:
    """The same verdict on many calls."""
    return [rule(name, verdict) for name in names]


def install(filter_program: bytes) -> None:
    """Put a filter on every thread of this process and all that it starts, for good.

    OSError where the kernel has no seccomp. The caller has set PR_SET_NO_NEW_PRIVS.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(filter_program, len(filter_program))
    # struct sock_fprog: unsigned short length in instructions, padding, pointer.
    head = ctypes.create_string_buffer(struct.pack("=H6xQ", len(filter_program) // 8, ctypes.addressof(text)), 16)
    if libc.syscall(ctypes.c_long(number("seccomp") or 0), _SET_MODE_FILTER, _EVERY_THREAD, head) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def _low(argument: int) -> int:
    return _ARGUMENTS + 8 * argument


def _run(name: str, steps: Sequence[bytes]) -> bytes:
    call = number(name)
    return b"" if call is None else _step(_EQUAL, call, 0, len(steps)) + b"".join(steps)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
