"""Passages, tags and notes as W3C Web Annotations (JSON-LD), which lead to the pages of the exhibits.

A target is a page of an exhibit (fragment selector after RFC 3778), refined by the quote and the words around it.
Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.export.json_text import json_text

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PAGES_OF_PDF = "http://tools.ietf.org/rfc/rfc3778"


@dataclass(frozen=True, slots=True)
class PageQuote:
    """The words of a passage on one page (from 1), with those before and after them on it."""

    page: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class SaidNote:
    """What a reviewer wrote, and when (UTC)."""

    text: str
    reviewer: str
    created: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A passage: its id (a URN), the exhibit it stands in, its words, its tags by name, its notes, who set it when."""

    id: str
    file: str
    quotes: tuple[PageQuote, ...]
    tags: tuple[str, ...]
    notes: tuple[SaidNote, ...]
    reviewer: str
    created: str


def annotation_collection(urn: str, label: str, program: str, made: str, found: Sequence[Annotated]) -> bytes:
    """A collection of annotations on one page. ``urn`` is its id, ``made`` UTC."""
    told = {
        "@context": CONTEXT,
        "id": urn,
        "type": "AnnotationCollection",
        "label": label,
        "generator": {"type": "Software", "name": program},
        "generated": made,
        "total": len(found),
        "first": {
            "id": f"{urn}#page-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [_annotation(each) for each in found],
        },
    }
    return json_text(told)


def _annotation(each: Annotated) -> dict[str, Any]:
    tagging = [{"type": "TextualBody", "purpose": "tagging", "value": name} for name in each.tags]
    commenting = [
        {
            "type": "TextualBody",
            "purpose": "commenting",
            "value": note.text,
            "format": "text/plain",
            "creator": {"type": "Person", "name": note.reviewer},
            "created": note.created,
        }
        for note in each.notes
    ]
    return {
        "id": each.id,
        "type": "Annotation",
        "motivation": "highlighting",
        "creator": {"type": "Person", "name": each.reviewer},
        "created": each.created,
        **({"body": [*tagging, *commenting]} if tagging or commenting else {}),
        "target": [_target(each.file, quote) for quote in each.quotes],
    }


def _target(file: str, quote: PageQuote) -> dict[str, Any]:
    around = {"prefix": quote.prefix, "suffix": quote.suffix}
    words = {"type": "TextQuoteSelector", "exact": quote.exact, **{name: text for name, text in around.items() if text}}
    page = {"type": "FragmentSelector", "conformsTo": _PAGES_OF_PDF, "value": f"page={quote.page}", "refinedBy": words}
    return {"type": "SpecificResource", "source": file, "selector": page}
