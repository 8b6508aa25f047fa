"""Find what a pattern or a list of the case fits, across items, and propose to redact it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.exports import confidential_sources
from reviewer.casefile.exports import redactions as kept
from reviewer.casefile.pages import renditions
from reviewer.casefile.people import officers, organisations
from reviewer.domain.exports.redaction import Cover, chosen, covered, finder, is_within
from reviewer.domain.exports.redaction_patterns import FORMS, LISTS, NAMES, SOURCES, TERM, Finder, of_terms
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import PAGE_BREAK, Anchor, anchor_between
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import InputError
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.exports.named_sources import undecided
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redaction_following import to_be_printed
from reviewer.usecases.exports.redaction.redactions import Said
from reviewer.usecases.pages import item_pages

_Places = Callable[[ItemId, Sequence[str]], list[tuple[int, int]]]
"""Tells where in the joined texts of an item's pages there is something to be decided on."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words on an item's pages that a pattern fits and nothing covers yet; the page and the anchor of them."""

    item: ItemId
    control: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class PatternHits:
    """What a pattern finds. ``without_pages`` are items that hold such words and have no pages that could be redacted.

    ``pages_missing`` have none yet: they are made before anything is proposed. ``nowhere`` are those of several terms
    that stand nowhere, or are redacted already wherever they do.
    """

    hits: tuple[Hit, ...]
    without_pages: tuple[str, ...]
    pages_missing: tuple[str, ...]
    nowhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, by the name of its pattern, in the items that a query finds; ``terms`` are of a reviewer."""

    name: str
    look: Finder
    query: str = ""
    terms: tuple[str, ...] = ()


def sought(case: Case, pattern: str, terms: Sequence[str] = (), query: str = "") -> Sought:
    """What a pattern looks for; InputError for a list of the case that is empty, or a term that is missing."""
    given = tuple(dict.fromkeys(terms)) if pattern == TERM else ()
    return Sought(pattern, _finder(case, pattern, terms), query, given)


def _finder(case: Case, pattern: str, terms: Sequence[str]) -> Finder:
    if pattern in FORMS:
        return FORMS[pattern]
    if pattern != TERM and pattern not in LISTS:
        raise InputError(f"“{pattern}” is no pattern", f"Use one of: {', '.join((*FORMS, *LISTS, TERM))}.")
    wanted = list(terms) if pattern == TERM else _of_case(case, pattern)
    if pattern == SOURCES and wanted:
        return finder(wanted)
    if not any(char.isalnum() for term in wanted for char in term):
        raise InputError(
            f"there is nothing to look for: no {NAMES.get(pattern, pattern)} are known",
            "Give words with --term." if pattern == TERM else "The case has no such list yet.",
        )
    return of_terms(wanted)


def _of_case(case: Case, pattern: str) -> list[str]:
    if pattern == "serial":
        return [each.serial for each in officers.listed(case) if not each.unidentified]
    if pattern == SOURCES:
        return [word for each in confidential_sources.listed(case) for word in each.sought]
    if pattern == "officers":
        return [word for each in officers.listed(case) for word in (each.name, *each.aliases, *each.addresses)]
    return [
        word
        for each in organisations.listed(case)
        for word in (each.name, *each.domains, *(part for who in each.people for part in (who.name, who.address)))
    ]


def find(case: Case, what: Sought, *, progress: Progress | None = None) -> PatternHits:
    """What is found on the pages of the items that a query finds, by their texts where they have no pages yet."""
    progress = progress or Quiet()
    wanted = search.ids(case, what.query)
    hits: list[Hit] = []
    without: list[str] = []
    missing: list[str] = []
    unseen = {term: of_terms([term]) for term in what.terms} if len(what.terms) > 1 else {}
    # what was declined as no secret was not asked whether it names a source
    places = undecided(case) if what.name == SOURCES else partial(_unhandled, case, what.look)
    for number, item in enumerate(wanted):
        stop_if_cancelled(progress)
        progress.step(number, len(wanted), "looking")
        rendition = renditions.of_item(case, item)
        if rendition is not None:
            here = list(_on_pages(case, item, places))
            hits += here
            unseen = _unseen(unseen, [f"{hit.anchor.prefix}{hit.anchor.quote}{hit.anchor.suffix}" for hit in here])
            continue
        text = to_be_printed(case, item)
        if any(True for _ in what.look(text)):
            found = items.get(case, item)
            (missing if found.kind.has_pages else without).append(found.control)
            unseen = _unseen(unseen, [text])
    return PatternHits(tuple(hits), tuple(without), tuple(missing), tuple(unseen))


def _unseen(terms: Mapping[str, Finder], texts: Sequence[str]) -> dict[str, Finder]:
    """Those that none of the texts holds."""
    return {term: look for term, look in terms.items() if not any(True for text in texts for _ in look(text))}


def propose(
    case: Case,
    workers: Workers,
    what: Sought,
    reason: str,
    *,
    cover: Cover = Cover.LINE,
    reviewer: str,
    progress: Progress | None = None,
) -> tuple[list[Said], PatternHits]:
    """Propose all that is found, as one act; pages that are missing are made first.

    The answer says as well what could not be given pages.
    """
    code = redactions.known_reason(case, reason)
    first = find(case, what, progress=progress)
    failed = [control for control in first.pages_missing if not _made(case, workers, control, reviewer)]
    found = find(case, what, progress=progress) if first.pages_missing else first
    made = propose_hits(case, what.name, found.hits, code, cover=cover, reviewer=reviewer)
    return made, replace(found, without_pages=(*found.without_pages, *failed), pages_missing=())


def propose_some(
    case: Case,
    what: Sought,
    numbers: Collection[int],
    reason: str,
    *,
    cover: Cover = Cover.LINE,
    reviewer: str,
    progress: Progress | None = None,
) -> tuple[list[Said], PatternHits]:
    """Propose those of what :func:`find` finds that are meant by their numbers, as one act; no pages are made.

    InputError for a number that none has. The answer says all that was found.
    """
    found = find(case, what, progress=progress)
    return propose_hits(case, what.name, chosen(found.hits, numbers), reason, cover=cover, reviewer=reviewer), found


def propose_hits(
    case: Case, pattern: str, hits: Sequence[Hit], reason: str, *, cover: Cover = Cover.LINE, reviewer: str
) -> list[Said]:
    """Propose some of what a pattern found, as one act."""
    code = redactions.known_reason(case, reason)
    drafts = [
        replace(redactions.of_words(hit.item, rendition, hit.anchor, code, cover), found_by=f"pattern {pattern}")
        for hit in hits
        for rendition in [redactions.rendition_of(case, hit.item)]
    ]
    number = len({each.item for each in drafts})
    where = f"{NAMES.get(pattern, pattern)} in {number:,} item{'' if number == 1 else 's'}"
    return redactions.add_drafts(case, drafts, where, declined_anew=pattern == SOURCES, reviewer=reviewer)


def make_pages(case: Case, workers: Workers, controls: Sequence[str], *, reviewer: str, progress: Progress) -> None:
    """Give pages to items in which something was found; those that cannot have any are left."""
    for number, control in enumerate(controls):
        stop_if_cancelled(progress)
        progress.step(number, len(controls), control)
        _made(case, workers, control, reviewer)


def _made(case: Case, workers: Workers, control: str, reviewer: str) -> bool:
    try:
        item_pages.ensure(case, workers, items.find(case, control).id, reviewer=reviewer)
    except (InputError, WorkerError):
        return False
    return True


def _on_pages(case: Case, item: ItemId, places: _Places) -> Iterator[Hit]:
    rendition = renditions.of_item(case, item)
    texts = () if rendition is None else renditions.texts(case, rendition.id)
    found = places(item, texts) if texts else []
    control = items.get(case, item).control if found else ""
    yield from (Hit(item, control, anchor_between(texts, start, end)) for start, end in found)


def _unhandled(case: Case, look: Finder, item: ItemId, texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where it stands without a redaction, whatever became of that."""
    found = list(look(PAGE_BREAK.join(texts)))
    known = covered(texts, kept.of_item(case, item)) if found else []
    return [at for at in found if not is_within(at, known)]
