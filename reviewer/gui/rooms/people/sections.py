"""The sections of an officer's page: what they are called, when they are loaded, and how an entry reads in a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from reviewer.domain.people.officer import Role, station_on
from reviewer.domain.people.timeline import Entry
from reviewer.domain.query import between
from reviewer.gui import text
from reviewer.gui.models.entries import EntryLine
from reviewer.usecases.people.officer_page import PROVIDERS, Page

TIMELINE = "timeline"
LATE: dict[str, tuple[str, ...]] = {
    "correspondents": ("correspondents",),
    "names": ("candidates",),
    "messages": ("messages",),
}
"""What is looked for only once a section is chosen, for it reads the headers of every message."""

_LATE_KINDS = frozenset(kind for kinds in LATE.values() for kind in kinds)
SOON = tuple(kind for kind in PROVIDERS if kind not in _LATE_KINDS)
"""What is read at once."""

_NOT_SECTIONS = frozenset({"assignments", "doubts", "candidates"})
"""Kinds that stand in the head of the page, or in another section."""


def names() -> dict[str, str]:
    """The sections in their order, by the names of their kinds, in words."""
    known = {
        "links": _tr("Links"),
        "items": _tr("Documents"),
        "benefits": _tr("Benefits"),
        "endorsements": _tr("Endorsements"),
        "allegations": _tr("Allegations"),
        "complaints": _tr("Complaints"),
        "interviews": _tr("Interviews"),
        "correspondents": _tr("Correspondents"),
        "names": _tr("Names"),
        "notes": _tr("Notes"),
        "messages": _tr("Messages"),
    }
    kinds = [kind for kind in PROVIDERS if kind not in _NOT_SECTIONS]
    order = sorted(kinds, key=lambda kind: list(known).index(kind) if kind in known else len(known))
    return {TIMELINE: _tr("Timeline")} | {kind: known.get(kind, kind.capitalize()) for kind in order}


def entries(page: Page, section: str) -> Sequence[Entry]:
    """The entries of a section."""
    if section == TIMELINE:
        return page.timeline
    if section == "names":
        return (*page.entries("names"), *page.entries("candidates"))
    return page.entries(section)


def lines(page: Page, section: str) -> list[EntryLine]:
    """The entries of a section as lines."""
    return [_line(page, each, timed=section == TIMELINE) for each in entries(page, section)]


def empty(section: str) -> str:
    """What belongs into a section that holds nothing, and the next step."""
    said = {
        TIMELINE: _tr("Nothing is linked to this officer yet. In Review, select words and press O."),
        "links": _tr("No passage is linked to this officer yet. In Review, select words and press O."),
        "items": _tr("No document is linked to this officer as a whole. In Review, choose some and press Shift+O."),
        "benefits": _tr("No benefit of this officer is in the ledger. In Review, mark the words, then enter it."),
        "endorsements": _tr("No endorsement by this officer is in the ledger."),
        "allegations": _tr("Nothing is alleged against this officer. The Findings room begins an allegation."),
        "complaints": _tr("The history of complaints has none about this officer, or was not imported yet."),
        "interviews": _tr("No interview of this officer is planned or held. The Interviews room prepares one."),
        "correspondents": _tr("No message is from or to an address of this officer. Add addresses with Edit."),
        "names": _tr("No other name and no address is known of this officer. Add some with Edit."),
        "notes": _tr("There is no note on this officer."),
        "messages": _tr("No message is from or to an address of this officer. Add addresses with Edit."),
    }
    return said.get(section, _tr("There is nothing of this kind."))


def letters(page: Page, entry: Entry) -> str:
    """The query for what went between the officer and a correspondent, copies left out."""
    others = entry.values["addresses"] or entry.values["names"][:1]
    return f"{between(page.officer.addresses, others)} -is:duplicate"


def _line(page: Page, entry: Entry, *, timed: bool) -> EntryLine:
    head = [said] if (said := text.when_of(entry)) else []
    if timed and not said:
        head = [_tr("no date")]
    if timed:
        head.append(_kind(entry))
    if entry.at and entry.kind not in {"assignment", "former", "note"}:
        head.append(station_on(page.officer, entry.at[:10]))
    if entry.kind == "correspondent":
        return EntryLine(*_correspondent(entry), entry)
    if entry.kind == "message":
        head.append(text.person(entry.values["sender"]))
    if entry.kind == "link":
        sure = "" if entry.values["grade"] == "certain" else f", {entry.values['grade']}"
        head.append(f"{Role(entry.values['role']).words}{sure}")
    if entry.kind == "note":
        head.append(entry.values["reviewer"])
        head.append(_tr("for the report") if entry.values["for_report"] else _tr("private"))
    if entry.kind in {"name", "candidate"}:
        return EntryLine(*_name(entry), entry)
    head += [_where(entry)] if entry.items and entry.kind != "correspondent" else []
    return EntryLine(" · ".join(part for part in head if part), _words(entry), entry, _again(entry))


def _words(entry: Entry) -> str:
    if entry.kind == "link":
        return f"“{entry.values['quote']}”"
    if entry.kind == "message":
        return str(entry.values["subject"]) or _tr("(no subject)")
    return entry.text[:1].upper() + entry.text[1:]


def _again(entry: Entry) -> bool:
    """Whether something that it stands on has changed since."""
    return bool(entry.values.get("look_again"))


def _where(entry: Entry) -> str:
    more = len(entry.items) - 1
    return _tr("{0} and {1:,} more").format(entry.items[0], more) if more else entry.items[0]


def _kind(entry: Entry) -> str:
    said = {
        "link": _tr("passage"),
        "item": _tr("document"),
        "assignment": _tr("assignment"),
        "benefit": _tr("benefit"),
        "endorsement": _tr("endorsement"),
        "allegation": _tr("allegation"),
        "complaint": _tr("complaint"),
        "interview": _tr("interview"),
        "answer": _tr("answer"),
        "message": _tr("message"),
    }
    return said.get(entry.kind, entry.kind)


def _correspondent(entry: Entry) -> tuple[str, str]:
    values = entry.values
    known = [*values["officers"], values["organisation"], *values["addresses"]]
    counts = _tr("{0} · {1:,} written to, {2:,} received from")
    return " · ".join(each for each in known if each), counts.format(values["name"], values["sent"], values["received"])


def _name(entry: Entry) -> tuple[str, str]:
    kind = _tr("address") if entry.values["what"] == "address" else _tr("name")
    if entry.kind == "candidate":
        signs = entry.text.removeprefix(f"{entry.values['value']}: ")
        head = _tr("may be this officer's {0}: A accepts it, Del refuses it").format(kind)
        return head, f"{entry.values['value']} – {signs}"
    origin = entry.values["origin"]
    return f"{kind} · {origin or _tr('said by hand, or accepted')}", str(entry.values["value"])


def _tr(words: str) -> str:
    return QCoreApplication.translate("PeopleSections", words)
