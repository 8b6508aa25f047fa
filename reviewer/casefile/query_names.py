"""What a query names in a case: tags, officers, custodians, kinds, reasons, containers. Names of nothing are refused.

People who write and get messages, and words, are not among them: that nobody is called so, or writes so, is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reviewer.casefile import item_sets, saved_parts
from reviewer.casefile.analysis import saved_searches
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.query_conditions import MEMBER
from reviewer.domain.evidence.item import control_number
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.nearest import nearest
from reviewer.domain.query import Condition, Query, folded, quoted
from reviewer.domain.query_grammar import parse
from reviewer.domain.query_words import ITEM
from reviewer.domain.reasons.vocabulary import ENGLISH
from reviewer.errors import QueryError


def check(case: Case, query: Query, within: Sequence[str] = ()) -> None:
    """QueryError for the first condition that names what the case does not have, or stands for what does.

    ``within`` are the saved searches that the query is itself a part of, from without inwards.
    """
    _check(case, query, tuple(within), set())


def _check(case: Case, query: Query, within: tuple[str, ...], sound: set[str]) -> None:
    for condition in query.conditions:
        known = _KNOWN.get(condition.field)
        if known is not None:
            what, names, advice = known
            _check_name(query, condition, what, names(case), advice)
        elif condition.field in {"thread", "family", "near"}:
            _check_item(case, query, condition)
        elif condition.field == "allegation":
            _check_allegation(case, query, condition)
        elif condition.field == "in":
            _check_place(case, query, condition)
        elif condition.field == saved_parts.FIELD:
            _check_saved(case, query, condition, within, sound)


def _check_saved(case: Case, query: Query, condition: Condition, within: tuple[str, ...], sound: set[str]) -> None:
    """There has to be one of that name, which is understood, and does not lead back to itself."""
    _check_name_of_saved(case, query, condition)
    saved = saved_searches.find(case, condition.value)
    chain = [each for each in within if saved_parts.key(each) == saved_parts.key(saved.name)]
    if chain:
        way = " → ".join(f"“{each}”" for each in (*within[within.index(chain[0]) :], saved.name))
        raise QueryError(
            f"the saved search “{saved.name}” would stand for itself: {way}",
            "Leave it out of one of them.",
            query=query.text,
            place=condition.place,
        )
    if saved_parts.key(saved.name) in sound:
        return
    for term in saved.terms:
        try:
            _check(case, parse(term), (*within, saved.name), sound)
        except QueryError as error:
            at, end = error.place
            raise QueryError(
                f"the saved search “{saved.name}” is not understood: {error} (at “{error.query[at:end]}”)",
                error.advice,
                query=query.text,
                place=condition.place,
            ) from error
    sound.add(saved_parts.key(saved.name))


def _check_name_of_saved(case: Case, query: Query, condition: Condition) -> None:
    if not saved_searches.known(case, condition.value):
        names_ = [each.name for each in saved_searches.listed(case)]
        raise QueryError(
            f"there is no saved search “{condition.value}”",
            "See `reviewer saved list`, or Saved searches in Search.",
            query=query.text,
            place=condition.place,
            nearest=_quoted(nearest(condition.value, names_), query, condition, just=False),
        )


def _check_name(query: Query, condition: Condition, what: str, names: Iterable[str], advice: str) -> None:
    just = condition.field != "reason" and condition.value.startswith("=")
    value = condition.value[1:] if just else condition.value
    wanted, there = folded(value), list[str]()
    for name in names:
        if name == value or (name.startswith(f"{value}.") and not just):
            return
        if not just and condition.field != "reason" and wanted in folded(name):
            return
        there.append(name)
    raise QueryError(
        f"there is no {what} “{value}”",
        advice,
        query=query.text,
        place=condition.place,
        nearest=_quoted(nearest(value, there), query, condition, just=just),
    )


def _quoted(name: str, query: Query, condition: Condition, *, just: bool) -> str:
    """A name as it may stand there: between quotation marks, if it holds what would end a word and has none yet."""
    in_marks = query.text[max(condition.place[0] - 1, 0) : condition.place[0]] in ('"', "“", "„", "«")
    if not name:
        return ""
    said = f"={name}" if just else name
    return said if in_marks or name.replace(".", "").replace("-", "").isalnum() else quoted(said)


def _texts(sql: str) -> Callable[[Case], Iterable[str]]:
    return lambda case: [str(name) for (name,) in case.tuples(sql)]


def _kinds(case: Case) -> Iterable[str]:
    yield from (kind.value for kind in Kind)
    known = item_sets.known_kinds(case)
    if known is not None:
        yield from {media for _, media in known if media}
        return
    yield from (str(name) for (name,) in case.tuples("SELECT DISTINCT media_type FROM item WHERE media_type <> ''"))


def _reasons(_case: Case) -> Iterable[str]:
    yield from ENGLISH
    yield from {code.partition(".")[0] for code in ENGLISH}


REVIEWERS = " UNION ".join(
    f"SELECT DISTINCT reviewer FROM {table}" for table in ("audit", "passage", "note", "item_reviewed")
)

_KNOWN: dict[str, tuple[str, Callable[[Case], Iterable[str]], str]] = {
    "tag": ("tag", _texts("SELECT name FROM tag"), "See `reviewer tag list`, or the tags in Review."),
    "officer": (
        "officer",
        _texts("SELECT serial FROM officer UNION ALL SELECT name FROM officer"),
        "See `reviewer officer list`, or People. To find the words, leave “officer:” out.",
    ),
    "custodian": ("custodian", _texts("SELECT name FROM custodian"), "See `reviewer case info`, or Custody."),
    "kind": ("kind of item", _kinds, f"Kinds are {', '.join(kind.value for kind in Kind)}, and media types."),
    "production": ("production", _texts("SELECT title FROM production"), "See `reviewer production list`, or Exports."),
    "by": ("reviewer", _texts(REVIEWERS), "Reviewers are those who marked, tagged or noted something."),
    "reason": ("reason", _reasons, "See `reviewer intake report`, or Custody."),
}


def _check_item(case: Case, query: Query, condition: Condition) -> None:
    member = ITEM.fullmatch(condition.value)
    own = "" if member is None else _control(case, int(member[1]))
    if not own or not is_of(case, condition.value):
        raise QueryError(
            f"there is no item {condition.value}",
            "See `reviewer item list`, or Review.",
            query=query.text,
            place=condition.place,
            nearest=own,
        )


def _control(case: Case, number: int) -> str:
    """The control number of an item; empty where there is none of that number."""
    there = case.value("SELECT 1 FROM item WHERE id = ?", (number,)) is not None
    return control_number(items.prefix(case), number) if there else ""


def is_of(case: Case, value: str) -> bool:
    """Whether a control number begins as those of this case do: one of another case is no item of this."""
    prefix, dash, _ = value.partition("/")[0].partition("-")
    return not dash or prefix.upper() == items.prefix(case)


def _check_allegation(case: Case, query: Query, condition: Condition) -> None:
    numbers = [str(number) for (number,) in case.tuples("SELECT id FROM allegation ORDER BY id")]
    if condition.value not in numbers:
        raise QueryError(
            f"there is no allegation “{condition.value}”",
            "Write its number. See `reviewer allegation list`, or Findings.",
            query=query.text,
            place=condition.place,
        )


def _check_place(case: Case, query: Query, condition: Condition) -> None:
    value = condition.value
    member = MEMBER.fullmatch(value)
    if member is not None:
        named, slash, folder = value.partition("/")
        own = _control(case, int(member[1]))
        found, near = bool(own) and is_of(case, value), f"{own}{slash}{folder}" if own else ""
        what = f"there is no item {named}"
    else:
        path = value.removesuffix("/.").rstrip("/")
        roots = [str(root) for (root,) in case.tuples("SELECT path FROM source_root")]
        found = any(_is_below(path, root) or _is_below(root, path) for root in roots)
        what, near = f"nothing was taken in from {value}", ""
    if not found:
        advice = 'Write it like in:ABC-000012, in:"ABC-000012/Inbox" or in:"/media/disk/mail".'
        near = _quoted(near, query, condition, just=False)
        raise QueryError(what, advice, query=query.text, place=condition.place, nearest=near)


def _is_below(path: str, other: str) -> bool:
    return f"{path}/".startswith(f"{other.rstrip('/')}/")
