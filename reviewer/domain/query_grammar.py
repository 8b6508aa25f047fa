"""The language of queries: what a reviewer types, as a tree, or where it is not understood.

Words are all wanted; ``"a phrase"`` is wanted as it stands, ``word*`` by its beginning, ``-word`` or ``NOT word`` is
not wanted. ``a OR b`` wants either and binds closer than a blank; ``AND`` beside ``OR`` needs brackets. ``a w/5 b``
wants both, at most five words apart, ``a pre/5 b`` in this order. ``c?de``, ``colour~1`` and ``accept~en`` are words
that are like one, ``=Word`` is exact, ``/a.b/`` a pattern. ``field:value`` narrows; a field before brackets holds for
all within. Nothing is taken for what it may not mean: whatever else stands there is a :class:`QueryError` with its
place and the nearest thing that there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from reviewer.domain import query_typed, query_words
from reviewer.domain.query import (
    ALIASES,
    COLUMNS,
    CONDITIONS,
    And,
    Like,
    Marked,
    Money,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Place,
    Query,
    Side,
    Term,
    Written,
    joined,
    leaves,
)
from reviewer.errors import QueryError

GRAMMAR = r"""
start: conjunction?
conjunction: disjunction (AND? disjunction)*
disjunction: negation (OR negation)*
?negation: (NOT | MINUS) negation -> negative
         | nearness
?nearness: atom | near
near: atom (NEAR atom)+
?atom: WORD | PHRASE | EXACT | REGEX | group | fielded
group: OPEN conjunction CLOSE
fielded: FIELD (WORD | PHRASE | EXACT | REGEX | group)

AND.5: /AND(?![^\s()"“”„«»])/
OR.5: /OR(?![^\s()"“”„«»])/
NOT.5: /NOT(?![^\s()"“”„«»])/
NEAR.4: /(w|pre|near|adj|onear|p|s)\/[^\s()"“”„«»]*/i
FIELD.3: /[A-Za-z_]+:(?!\/\/)(?=[^\s)])/
MINUS.3: /-(?=[^\s-])/
REGEX.2: /\/(?:[^\/\\\n]|\\.)+\/(?![^\s()])/
EXACT.2: /=(?:"[^"]*"|“[^“”"]*”|„[^“”„"]*[“”]|«[^«»]*»|[^\s()"“”„«»=]+)/
OPEN: "("
CLOSE: ")"
PHRASE: /"[^"]*"|“[^“”"]*”|„[^“”„"]*[“”]|«[^«»]*»/
WORD: /[^\s()"“”„«»]+/
%ignore /\s+/
"""

MOST_NESTED = 50
"""Brackets within brackets."""

FARTHEST = 1_000
"""Words between two that are near to each other."""

MOST_TYPED = 200_000
"""Code points in a query."""

_FIELDS_OF_THEN = frozenset(
    {
        *("subject", "people", "body", "note", "name", "hidden", "from", "to", "between", "kind", "has", "is"),
        *("in", "tag", "officer", "custodian", "reason", "before", "after"),
    }
)
"""Fields that there were before there was this language; any other name with a colon was words."""

_APART = re.compile(r"\s+([1-9][0-9]{0,2})(?=\s)")
"""A number that a blank parts from the operator that it belongs to."""

_OPERATORS = ("AND", "OR", "NOT", "NEAR", "MINUS")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    # The basic lexer: what is an operator is one wherever it stands, never a word because none fits there.
    return Lark(GRAMMAR, parser="lalr", lexer="basic", propagate_positions=True)


def prepare() -> None:
    """Build the parser, which takes some 40 ms: ahead of the first letter that is typed, and not while it is."""
    _parser()


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """The query that was typed; QueryError for what is not understood. Nothing typed wants everything."""
    if len(text) > MOST_TYPED:
        raise QueryError(
            f"a search of {len(text):,} letters is too long; {MOST_TYPED:,} are the most", query=text, place=(0, 0)
        )
    if not text.strip():
        return Query(None, text)
    tokens = _tokens(text)
    _check_order(text, tokens)
    try:
        tree = _parser().parse(text)
    except UnexpectedToken as error:
        place = (error.token.start_pos or 0, error.token.end_pos or len(text))
        raise QueryError(f"“{error.token}” cannot stand here", query=text, place=place) from error
    root = next((each for each in tree.children if isinstance(each, Tree)), None)
    reading = _Reading(text)
    return Query(None if root is None else reading.conjunction(root), text, reading.telling)


def terms_of(text: str) -> tuple[Marked, ...]:
    """The words to mark for a query, and which of them are to stand together; none where it is not understood."""
    try:
        query = parse(text)
    except QueryError:
        return ()
    return (*query.wanted, *query.near)


def closed(text: str) -> bool:
    """Whether each bracket and quotation mark of a text has its second one within it."""
    try:
        tokens = _tokens(text)
    except QueryError:
        return False
    depth = 0
    for token in tokens:
        depth += (token.type == "OPEN") - (token.type == "CLOSE")
        if depth < 0:
            return False
    return depth == 0


def meant_otherwise(text: str) -> bool:
    """Whether a query is understood now, but was read in another way before there was this language.

    Then AND, NOT, w/5 and fields that are new were words, and brackets, signs, ?, * within a word and typographic
    quotation marks nothing.
    """
    try:
        wanted = leaves(parse(text).root)
    except QueryError:
        return False
    return any(isinstance(each, Like | Written | Pattern | Money) for each in wanted) or any(
        token.type in {"AND", "NOT", "NEAR", "OPEN", "CLOSE"}
        or (token.type == "PHRASE" and not token.startswith('"'))
        or (token.type == "FIELD" and token[:-1].lower() not in _FIELDS_OF_THEN)
        for token in _tokens(text)
    )


def _tokens(text: str) -> list[Token]:
    try:
        return list(_parser().lex(text))
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        raise QueryError(
            "this quotation mark has no second one", "Put one at the end of the phrase.", query=text, place=(at, at + 1)
        ) from error


def _span(token: Token) -> Place:
    return token.start_pos or 0, token.end_pos or 0


def _check_order(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what stands in the wrong place, in words that say what is missing."""
    opened: list[Token] = []
    before: Token | None = None
    for token in tokens:
        if before is not None and before.end_pos == token.start_pos and _runs_into(before, token):
            raise QueryError(
                f"“{token}” runs into what stands before it",
                "Put a blank between them.",
                query=text,
                place=_span(token),
            )
        _check_pair(text, before, token)
        if before is not None and str(before) == "BUT" and token.type == "NOT":
            place = (_span(before)[0], _span(token)[1])
            raise QueryError("“BUT NOT” is not understood", "Write NOT.", query=text, place=place, nearest="NOT")
        if token.type == "OPEN":
            opened.append(token)
            if len(opened) > MOST_NESTED:
                raise QueryError(f"more than {MOST_NESTED} brackets within brackets", query=text, place=_span(token))
        elif token.type == "CLOSE":
            if not opened:
                raise QueryError("this bracket closes none", "Take it away.", query=text, place=_span(token))
            opened.pop()
        before = token
    if before is not None and before.type in _OPERATORS:
        raise _nothing_after(text, before)
    _check_single_marks(text, tokens)
    if opened:
        raise QueryError("this bracket is never closed", "Put a ) where it ends.", query=text, place=_span(opened[-1]))


def _check_single_marks(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words that only look like a phrase: 'free device'."""
    began: Token | None = None
    for token in tokens:
        if token.type != "WORD":
            began = None
        elif began is not None and token[-1] in "'’":
            start, end = _span(began)[0], _span(token)[1]
            raise QueryError(
                f"{text[start]} and {token[-1]} do not make a phrase",
                "Put a phrase between double quotation marks.",
                query=text,
                place=(start, end),
                nearest=f'"{text[start + 1 : end - 1]}"',
            )
        elif token[0] in "'‘" and token[-1] not in "'’":
            began = token


def _runs_into(before: Token, token: Token) -> bool:
    return before.type not in {"FIELD", "MINUS", "OPEN"} and token.type != "CLOSE"


def _check_pair(text: str, before: Token | None, token: Token) -> None:
    kind = None if before is None else before.type
    if token.type in {"AND", "OR", "NEAR"}:
        if kind is None or kind in {"OPEN", "FIELD"}:
            raise QueryError(
                f"“{token}” needs something before it",
                f'To find the word itself, put it between quotation marks: "{token}".',
                query=text,
                place=_span(token),
            )
        if before is not None and kind in _OPERATORS:
            raise QueryError(
                f"“{before} {token}”: one of them is too many",
                "Write one, with words on both sides.",
                query=text,
                place=(_span(before)[0], _span(token)[1]),
                nearest=str(token),
            )
    if before is None:
        return
    if token.type == "CLOSE" and kind == "OPEN":
        raise QueryError("nothing stands in these brackets", query=text, place=(_span(before)[0], _span(token)[1]))
    if token.type == "CLOSE" and kind in _OPERATORS:
        raise _nothing_after(text, before)
    place = (_span(before)[0], _span(token)[1])
    if token.type in {"NOT", "MINUS"} and kind in {"NOT", "MINUS"}:
        raise QueryError("twice not", "Take both away.", query=text, place=place)
    if token.type in {"NOT", "MINUS", "FIELD"} and kind == "FIELD":
        nearest = f"-{before}" if token.type == "MINUS" else str(token)
        raise QueryError(
            f"“{before}” needs a word, a phrase or brackets after it", query=text, place=place, nearest=nearest
        )
    if token.type in {"NOT", "MINUS"} and kind == "NEAR":
        raise QueryError(f"what is near by “{before}” can only be words", query=text, place=_span(token))


def _nothing_after(text: str, operator: Token) -> QueryError:
    return QueryError(
        f"“{operator}” needs something after it",
        f'To find the word itself, put it between quotation marks: "{operator}".',
        query=text,
        place=_span(operator),
    )


class _Reading:
    """Makes the tree of a query of the parser's."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.telling = False

    def conjunction(self, tree: Tree[Token], field: str = "") -> Node:
        """All parts; a bare OR beside AND can be meant in two ways."""
        parts = [each for each in tree.children if isinstance(each, Tree)]
        both = next((each for each in tree.children if isinstance(each, Token)), None)
        either = next((each for each in parts if len(each.children) > 1), None)
        if both is not None and either is not None:
            operator = next(each for each in either.children if isinstance(each, Token) and each.type == "OR")
            raise QueryError(
                "AND and OR side by side can be meant in two ways",
                "Put brackets: (a AND b) OR c, or a AND (b OR c).",
                query=self._text,
                place=_span(operator),
            )
        self.telling |= either is not None and len(parts) > 1
        return joined(And, [self._disjunction(each, field) for each in parts])

    def _disjunction(self, tree: Tree[Token], field: str) -> Node:
        parts = [each for each in tree.children if not (isinstance(each, Token) and each.type == "OR")]
        return joined(Or, [self._part(each, field) for each in parts])

    def _part(self, part: Tree[Token] | Token, field: str) -> Node:
        if isinstance(part, Token):
            return self._leaf(part, field)
        if part.data == "negative":
            return Not(self._part(part.children[-1], field))
        if part.data == "near":
            return self._near(part, field)
        if part.data == "group":
            (within,) = (each for each in part.children if isinstance(each, Tree))
            return self.conjunction(within, field)
        name, value = part.children
        if not isinstance(name, Token):
            raise TypeError(part)
        if field:
            raise QueryError(
                f"“{name}” stands within “{field}:”",
                "A field holds for all in its brackets; put the other one outside of them.",
                query=self._text,
                place=_span(name),
            )
        return self._part(value, self._field(name))

    def _field(self, token: Token) -> str:
        typed = str(token)[:-1].lower()
        name = ALIASES.get(typed, typed)
        if name in COLUMNS or name in CONDITIONS:
            return name
        start, end = _span(token)
        raise query_words.no_field(name, self._text, (start, end - 1))

    def _leaf(self, token: Token, field: str) -> Node:
        start, end = _span(token)
        said, text = str(token), self._text
        quoted = token.type == "PHRASE"
        if token.type == "REGEX" and field != "in":
            return query_typed.pattern(said[1:-1], field, text, (start, end))
        if field in CONDITIONS:
            value, place = (said[1:-1], (start + 1, end - 1)) if quoted else (said.replace('"', ""), (start, end))
            known = query_words.condition(field, value, text, place)
            return query_typed.money(value, text, place) if field == "amount" else known
        if token.type == "EXACT":
            return query_typed.exact(said[1:], field, text, (start, end))
        if quoted:
            return query_typed.phrase(said[1:-1], field, text, (start + 1, end - 1))
        self.telling |= query_typed.drops_signs(said)
        return query_typed.word(said, field, text, (start, end))

    def _near(self, tree: Tree[Token], field: str) -> Node:
        sides = [(part, self._side(part, field)) for part in tree.children[::2]]
        pairs = []
        operators = [each for each in tree.children[1::2] if isinstance(each, Token)]
        for number, token in enumerate(operators):
            distance = self._distance(token)
            left, right = sides[number][1], sides[number + 1][1]
            self._check_sides(left, right, token)
            pairs.append(Near(left, right, *distance))
        return joined(And, pairs)

    def _side(self, part: Tree[Token] | Token, field: str) -> tuple[Side, ...]:
        node = self._part(part, field)
        found = node.parts if isinstance(node, Or) else (node,)
        terms = tuple(each for each in found if isinstance(each, Term | Like | Written))
        if len(terms) == len(found):
            return terms
        place = _span(part) if isinstance(part, Token) else (part.meta.start_pos, part.meta.end_pos)
        raise QueryError(
            "what is near can only be words or phrases, or several with OR in brackets",
            "Put AND, NOT and fields outside.",
            query=self._text,
            place=place,
        )

    def _distance(self, token: Token) -> tuple[int, bool]:
        """How near, and whether in this order."""
        operator, _, number = str(token).partition("/")
        if operator.lower() not in {"w", "near", "pre"}:
            raise QueryError(
                f"“{operator}/” is not understood",
                "w/5 finds words at most five apart, in either order; pre/5 in this order.",
                query=self._text,
                place=_span(token),
                nearest=f"w/{number}" if number.isdecimal() else "w/5",
            )
        if not re.fullmatch(r"[0-9]{1,4}", number) or not 1 <= int(number) <= FARTHEST:
            start, end = _span(token)
            apart = None if number else _APART.match(self._text, end)
            raise QueryError(
                f"“{token}” needs a number from 1 to {FARTHEST:,}",
                f"w/5 finds words at most five apart; to find “{token}” itself, put it between quotation marks.",
                query=self._text,
                place=(start, end if apart is None else apart.end()),
                nearest=f"{operator}/{5 if apart is None else apart[1]}",
            )
        return int(number), operator.lower() == "pre"

    def _check_sides(self, left: Sequence[Side], right: Sequence[Side], token: Token) -> None:
        columns = {term.column for term in (*left, *right)}
        if len(columns) > 1:
            raise QueryError(
                f"the words on the two sides of “{token}” stand in different parts of an item",
                "Put the field before brackets: body:(a w/5 b).",
                query=self._text,
                place=_span(token),
            )
