"""Older PowerPoint presentations: slides in order with notes and comments, what is hidden, links and embedded files."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import MACROS
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Embedded, Found, Picture, line
from reviewer.workers.office.ole import OLE_MAGIC, listed, open_ole, stream
from reviewer.workers.office.olefiles import inflate, ole_extras, storage_file
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.slides.pptfile import Atom, atom_at, below, inside, persistent
from reviewer.workers.refusal import Refusal

_DOCUMENT, _SLIDE, _NOTES, _MASTER, _HANDOUT = 0x03E8, 0x03EE, 0x03F0, 0x03F8, 0x0FC9
_CHARS, _BYTES, _STRING, _OUTLINE, _HEADER = 0x0FA0, 0x0FA8, 0x0FBA, 0x0F9E, 0x0F9F
_LIST, _PERSIST_ATOM, _SLIDE_INFO = 0x0FF0, 0x03F3, 0x03F9
_COMMENT, _COMMENT_ATOM, _FOOTERS, _LINK, _OBJECT = 0x2EE0, 0x2EE1, 0x0FD9, 0x0FD7, 0x1011
_SHAPE, _TEXT_BOX, _PLACEHOLDER = 0xF004, 0xF00D, 0x0BC3
_PICTURES = {0xF01D: "image/jpeg", 0xF01E: "image/png"}
_DUAL = "pp97_dualstorage/"
_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 48 * 2**20


@dataclass(slots=True)
class _Deck:
    """A presentation being read."""

    data: bytes
    found: Found
    objects: dict[int, int]
    used: set[int] = field(default_factory=set)
    notes: dict[int, list[Block]] = field(default_factory=dict)  # number of a slide → its notes

    def text(self, atom: Atom) -> str:
        """The words of a text record."""
        body = self.data[atom.start : atom.end]
        return body.decode("latin-1") if atom.kind == _BYTES else body.decode("utf-16-le", "replace")

    def said(self, parent: Atom, outline: list[str], *, placeholders: bool = True) -> list[Block]:
        """The words of all shapes below a record, in the order drawn."""
        blocks: list[Block] = []
        for shape in below(self.data, parent):
            if shape.kind != _SHAPE:
                continue
            parts = list(below(self.data, shape))
            if not placeholders and any(part.kind == _PLACEHOLDER for part in parts):
                continue
            for part in parts:
                if part.kind in {_CHARS, _BYTES}:
                    blocks += _paragraphs(self.text(part))
                elif part.kind == _OUTLINE and part.end - part.start >= 4:
                    index = struct.unpack_from("<I", self.data, part.start)[0]
                    blocks += _paragraphs(outline[index]) if index < len(outline) else []
        return blocks

    def footers(self, parent: Atom) -> list[Block]:
        """The header, footer and date that a slide or the document sets."""
        found: list[Block] = []
        for each in inside(self.data, parent):
            if each.kind == _FOOTERS:
                texts = [self.text(part) for part in inside(self.data, each) if part.kind == _STRING]
                found += [line(f"Header or footer: {text}") for text in texts if text.strip()]
        return found

    def comments(self, parent: Atom) -> list[Block]:
        """The comments on a slide."""
        found: list[Block] = []
        for each in below(self.data, parent):
            if each.kind != _COMMENT:
                continue
            texts: dict[int, str] = {}
            when = ""
            for part in inside(self.data, each):
                if part.kind == _STRING:
                    texts[part.instance] = self.text(part)
                elif part.kind == _COMMENT_ATOM and part.end - part.start >= 20:
                    year, month, _, day, hour, minute = struct.unpack_from("<6H", self.data, part.start + 4)
                    when = f", {year}-{month:02}-{day:02} {hour:02}:{minute:02}"
            title = f"Comment by {texts.get(0) or texts.get(2) or 'an unnamed person'}{when}"
            found.append(Box(title, tuple(_paragraphs(texts.get(1, "")))))
        return found


def _paragraphs(text: str) -> list[Block]:
    return [line(each.replace("\x0b", "\n")) for each in text.rstrip("\r").split("\r")] if text.strip() else []


def read_ppt(data: bytes, found: Found) -> None:
    """Read a presentation into ``found``."""
    ole = open_ole(data)
    if ole is None:
        raise Refusal(Reason("office.too_damaged"))
    with ole:
        named = {path.lower(): path for path in listed(ole)}
        # Saved for PowerPoint 95 and 97 at once: the newer form lies in a storage of its own.
        at = _DUAL if f"{_DUAL}powerpoint document" in named else ""
        main = stream(ole, named.get(f"{at}powerpoint document", ""))
        if not main:
            raise Refusal(Reason("office.slides_unread"))
        try:
            _read(main, stream(ole, named.get(f"{at}current user", "")), found)
        except (struct.error, IndexError) as why:
            raise Refusal(Reason("office.records_damaged")) from why
        found.blocks += _pictures(stream(ole, named.get(f"{at}pictures", "")))
        ole_extras(ole, found)


def _read(main: bytes, current_user: bytes, found: Found) -> None:
    known = persistent(main, current_user)
    deck = _Deck(main, found, known.offsets)
    document = atom_at(main, known.offsets.get(known.document, -1))
    if document is None or document.kind != _DOCUMENT:
        _read_without_order(deck)
        return
    if not known.whole:
        found.remark(Reason("office.edits_broken"))
    for atom, _, _ in _listed(deck, document, 2):
        blocks = deck.said(atom, [])
        notes_of = next((part for part in inside(main, atom) if part.kind == 0x03F1), None)
        slide = struct.unpack_from("<I", main, notes_of.start)[0] if notes_of is not None else 0
        if text_of(blocks).strip():
            deck.notes.setdefault(slide, []).extend([*blocks, *deck.footers(atom)])
    for index, (atom, slide, outline) in enumerate(_listed(deck, document, 0), 1):
        found.blocks.append(_slide(deck, atom, slide, outline, f"Slide {index}"))
    for blocks in deck.notes.values():
        found.blocks.append(Box("Speaker notes", tuple(blocks), Reason("hidden.no_slide")))
    _read_unlisted(deck)
    found.blocks += deck.footers(document)
    _read_links(deck, document)
    _read_objects(deck)


def _listed(deck: _Deck, document: Atom, instance: int) -> list[tuple[Atom, int, list[str]]]:
    """The slides, masters or notes of a list: (record, number of the slide, words of its placeholders)."""
    entries: list[tuple[int, int, list[str]]] = []
    for group in inside(deck.data, document):
        if group.kind != _LIST or group.instance != instance:
            continue
        for each in inside(deck.data, group):
            if each.kind == _PERSIST_ATOM and each.end - each.start >= 16:
                reference, _, _, slide = struct.unpack_from("<4I", deck.data, each.start)
                entries.append((reference, slide, []))
            elif each.kind == _HEADER and entries:
                entries[-1][2].append("")
            elif each.kind in {_CHARS, _BYTES} and entries and entries[-1][2]:
                entries[-1][2][-1] = deck.text(each)
    found: list[tuple[Atom, int, list[str]]] = []
    for reference, slide, outline in entries:
        if reference in deck.used:
            continue
        deck.used.add(reference)
        atom = atom_at(deck.data, deck.objects.get(reference, -1))
        if atom is None:
            deck.found.remark(Reason("office.slide_missing"))
        else:
            found.append((atom, slide, outline))
    return found


def _slide(
    deck: _Deck, atom: Atom, number: int, outline: list[str], title: str, *, hidden: Reason | None = None
) -> Box:
    blocks = deck.said(atom, outline)
    said = text_of(blocks)
    for text in outline:  # words of placeholders that no shape refers to
        if text.strip() and text.strip().replace("\r", "\n").replace("\x0b", "\n") not in said:
            blocks += _paragraphs(text)
    blocks += deck.footers(atom)
    blocks += deck.comments(atom)
    notes = deck.notes.pop(number, [])
    if notes:
        blocks.append(Box("Speaker notes", tuple(notes)))
    for part in inside(deck.data, atom):
        if part.kind == _SLIDE_INFO and part.end - part.start >= 12 and deck.data[part.start + 10] & 4:
            hidden = hidden or Reason("hidden.slide")
    return Box(title, tuple(blocks), hidden, section=True)


def _read_unlisted(deck: _Deck) -> None:
    """Masters, and slides that are in the file and no longer in the presentation."""
    said: set[str] = set()
    for reference, offset in sorted(deck.objects.items()):
        atom = atom_at(deck.data, offset)
        if atom is None:
            continue
        if atom.kind == _SLIDE and reference not in deck.used:
            kept = _slide(deck, atom, -1, [], "Slide", hidden=Reason("hidden.left_in_file"))
            if _is_master(deck, atom):
                kept = Box("On the slide master", tuple(deck.said(atom, [], placeholders=False)))
        elif atom.kind in {_MASTER, _HANDOUT} or (atom.kind == _NOTES and reference not in deck.used):
            kept = Box("On the slide master", (*deck.said(atom, [], placeholders=False), *deck.footers(atom)))
        else:
            continue
        text = text_of(kept.blocks).strip()
        if text and text not in said:
            said.add(text)
            deck.found.blocks.append(kept)


def _is_master(deck: _Deck, atom: Atom) -> bool:
    """Whether a slide is a title master: its atom names no layout of a slide of its own."""
    told = next((part for part in inside(deck.data, atom) if part.kind == 0x03EF), None)
    if told is None or told.end - told.start < 16:
        return False
    return bool(
        struct.unpack_from("<I", deck.data, told.start)[0] == 2 and deck.data[told.start + 12 : told.start + 16]
    )


def _read_links(deck: _Deck, document: Atom) -> None:
    links: list[Block] = []
    for each in below(deck.data, document):
        if each.kind == _LINK:
            texts = {part.instance: deck.text(part) for part in inside(deck.data, each) if part.kind == _STRING}
            if texts.get(1):
                links.append(line(texts.get(0) or texts[1], link=texts[1]))
    if links:
        deck.found.blocks.append(Box("Links", tuple(links)))


def _read_objects(deck: _Deck) -> None:
    """Embedded files, each a packed compound file; the one that holds macros is only noted."""
    for reference, offset in sorted(deck.objects.items()):
        atom = atom_at(deck.data, offset)
        if atom is None or atom.kind != _OBJECT:
            continue
        body = deck.data[atom.start : atom.end]
        data = inflate(body[4:]) if atom.instance == 1 else body
        if not data or not data.startswith(OLE_MAGIC):
            deck.found.remark(Reason("office.file_packed"))
            continue
        inner = open_ole(data)
        if inner is None:
            continue
        with inner:
            paths = listed(inner)
            if any(path.upper().startswith("VBA/") for path in paths):
                deck.found.say(MACROS, Reason("office.macros"))
                continue
            taken = storage_file(inner, paths, "")
        kept = Embedded(f"object {reference}", "application/x-ole-storage", data)
        deck.found.embedded.append(taken or kept)


def _read_without_order(deck: _Deck) -> None:
    """All words in the order of the file, where nothing tells which slide is which."""
    deck.found.remark(Reason("office.slides_unordered"))
    whole = Atom(0, 0, 0, len(deck.data), container=True)
    for each in below(deck.data, whole):
        if each.kind in {_CHARS, _BYTES, _STRING}:
            deck.found.blocks += _paragraphs(deck.text(each))


def _pictures(data: bytes) -> list[Block]:
    """The pictures of all slides; where each belongs is not followed."""
    found: list[Block] = []
    size = 0
    whole = Atom(0, 0, 0, len(data), container=True)
    for each in inside(data, whole):
        media_type = _PICTURES.get(each.kind)
        if media_type is None:
            continue
        two_marks = each.instance in {0x46B, 0x6E3, 0x6E1, 0x6E5}
        body = data[each.start + (33 if two_marks else 17) : each.end]
        size += len(body)
        if len(found) < _MOST_PICTURES and size < _MOST_PICTURE_BYTES:
            found.append(Picture(body, media_type))
    return [Box("Pictures of all slides", tuple(found))] if found else []
