"""Why a finding has to be looked at again, in the language of the report, with what it may tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from reviewer.domain.policy.element_searches import quoted
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason, Value
from reviewer.export.texts import Texts

_GROUND = re.compile(r"(passage|benefit|endorsement) ([0-9]+)")


def told(say: Texts, line: LookAgain) -> str:
    """A reason to look again in the words of the report."""
    return sentence(line.reason.with_values(lambda name, one: _named(say, name, one)), say.language)


def may_tell(
    lines: Iterable[LookAgain], queries: Mapping[str, str], ground: Callable[[str], str] = str
) -> tuple[LookAgain, ...]:
    """Reasons with their searches, and what elements rest on by its name in the case, as a report may tell them."""
    known = {_argument(query): said for query, said in queries.items()}

    def value(name: str, one: Value) -> Value:
        return known.get(one, one) if name == "query" else ground(str(one)) if name == "ground" else one

    return tuple(LookAgain(each.reason.with_values(value)) for each in lines)


def _argument(query: str) -> Value:
    """A query as a reason has it, which may be cut."""
    return Reason("basis.query_other", query=quoted(query))["query"]


def _named(say: Texts, name: str, one: Value) -> Value:
    """“benefit 3” in the language of the report."""
    found = _GROUND.fullmatch(str(one)) if name == "ground" else None
    return one if found is None else f"{say.word('again_ground', found[1])} {found[2]}"
