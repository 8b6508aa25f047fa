"""Outlook's stores (.pst, .ost): every folder, every item, and those that were deleted but are still there."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.compared import DELETED, HIDDEN
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Failed
from reviewer.workers.attempt import attempt
from reviewer.workers.email.names import fit_name
from reviewer.workers.outlook.blocks import DamageError, Database, Node
from reviewer.workers.outlook.header import subject_of
from reviewer.workers.outlook.heap import Heap, entries_of, properties_of, row_ids
from reviewer.workers.outlook.mime import to_mime
from reviewer.workers.outlook.ole import names_of
from reviewer.workers.outlook.properties import Key, Properties
from reviewer.workers.outlook.stored import Items
from reviewer.workers.refusal import Refusal

FORMAT = "Outlook store"
MEDIA_TYPE = "message/rfc822"

_STORE, _NAMES, _ROOT = 0x21, 0x61, 0x122
# Kinds of nodes: the lowest five bits of their number (section 2.2.2.1).
_FOLDER, _SEARCH, _MESSAGE, _ASSOCIATED = 0x02, 0x03, 0x04, 0x08
_KIND = 0x1F
_CONTENTS = 0x0E  # the table that lists the messages of the folder of the same number
_COUNT, _NAME, _PASSWORD = 0x3602, 0x3001, 0x67FF
_DEEPEST = 100
_STRETCH = 4 * 2**20  # bytes that are searched at a time
_LONGEST = 120  # characters of a subject in a name
_CONTENT_TYPES = {b"SM": ".pst", b"SO": ".ost", b"AB": ".pab"}
_SETTINGS = ("IPM.MICROSOFT.", "IPM.CONFIGURATION.", "IPM.RULE", "IPM.EXTENDEDRULE.", "IPC.")
"""What the classes of items begin with in which Outlook keeps its views, rules and other settings."""
RECOVERED = Reason("outlook.recovered")


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: its path with '/' between names, and how many items it says it holds (-1 if it does not)."""

    number: int
    path: str
    declared: int
    flags: Reasons = ()


class Store:
    """An open store. ``remarks`` are final once the last member is out."""

    def __init__(self, file: BinaryIO) -> None:
        self._database = Database(file)
        self._remarks: list[Reason] = []
        self._message_nodes = array("Q")  # parent and number in one, sorted: the messages of a folder stand together
        self._folders: dict[int, Node] = {}
        self._blocks: set[int] = set()
        self._beside: dict[int, Node] = {}  # items that folders keep beside their lists
        self._again: list[Node] = []  # whose number another has before them
        self._stray: dict[int, Node] = {}  # nodes of a damaged index, found page by page
        self._index()
        self._items = Items(self._database, self._named_properties())
        self.folders = tuple(self._walk())
        self.format = self._describe(file)

    @property
    def remarks(self) -> Reasons:
        """What could not be read, in sentences."""
        return tuple(dict.fromkeys([*self._remarks, *self._database.damages]))

    @property
    def declared(self) -> int | None:
        """How many items its folders say they hold, or None when one of them does not say."""
        counts = [folder.declared for folder in self.folders]
        return None if any(count < 0 for count in counts) else sum(counts)

    def members(self) -> Iterator[tuple[Member, bytes]]:
        """Each item as mail: folder by folder, by number; then those no folder holds, the deleted, and the hidden.

        The search for the deleted goes through the whole file; a stretch of it is searched behind each item, so that
        no item is long in coming.
        """
        found: dict[int, Node] = {}
        step = max(_STRETCH, self._database.size // max(len(self._message_nodes), 1) + 1)
        searched = 0
        for pair in self._present():
            yield pair
            self._search(searched, step, found)
            searched += step
        while searched < self._database.size:
            self._search(searched, _STRETCH, found)
            searched += _STRETCH
        yield from self._deleted(found)
        yield from self._hidden()

    def _present(self) -> Iterator[tuple[Member, bytes]]:
        placed = {folder.number for folder in self.folders}
        for folder in self.folders:
            listed = self._listed(folder)
            numbers = self._messages(folder.number)
            for number in numbers:
                flags = folder.flags if listed is None or number in listed else (*folder.flags, RECOVERED)
                yield self._member(number, folder.path, flags)
            again = {node.number for node in self._again if node.parent == folder.number}
            for number in sorted((listed or set()).difference(numbers, again)):
                yield self._lost(number, folder)
        yield from self._numbered_again()
        for value in self._message_nodes:
            if value >> 32 not in placed:
                yield self._member(value & 0xFFFFFFFF, "", (RECOVERED, Reason("outlook.in_no_folder")))

    def _numbered_again(self) -> Iterator[tuple[Member, bytes]]:
        """The items whose number another has: a list by numbers leads to that one alone."""
        paths = {folder.number: folder.path for folder in self.folders}
        for node in self._again:
            flags = (HIDDEN,) if node.number & _KIND == _ASSOCIATED else ()
            path, flags = paths.get(node.parent, ""), (*flags, Reason("outlook.number_again"))
            made = attempt(lambda node=node, path=path, flags=flags: self._made(node, path, flags))  # type: ignore[misc]
            yield _missing(node.number, path, flags, made.reason) if isinstance(made, Failed) else made

    def _search(self, start: int, size: int, found: dict[int, Node]) -> None:
        """Messages on pages that no tree leads to any more; the latest of each."""
        if start >= self._database.size:
            return
        try:
            for node in self._database.stray_nodes(start, size):
                if node.number & _KIND != _MESSAGE or node.number in self._known or node.data in self._blocks:
                    continue
                before = found.get(node.number)
                if before is None or before.data < node.data:
                    found[node.number] = node
        except DamageError as damage:
            self._remarks.append(damage.reason)

    def _named_properties(self) -> dict[int, Key]:
        try:
            streams = properties_of(Heap(self._database, self._node(_NAMES)), {}, [])
        except DamageError as damage:
            self._remarks.append(damage.reason.because_of("outlook.names_unread"))
            return {}
        return names_of(streams.raw(2), streams.raw(3), streams.raw(4))

    def _describe(self, file: BinaryIO) -> str:
        file.seek(8)
        ending = _CONTENT_TYPES.get(file.read(2), "")
        password = False
        try:
            password = entries_of(Heap(self._database, self._node(_STORE))).get(_PASSWORD, (0, 0))[1] != 0
        except DamageError as damage:
            self._remarks.append(damage.reason.because_of("outlook.store_properties_unread"))
        return f"{FORMAT} ({ending})" + (", protected by a password that does not hide its content" if password else "")

    def _index(self) -> None:
        messages: set[int] = set()
        numbers, again = set[int](), set[int]()
        for node in self._database.nodes():
            kind = node.number & _KIND
            if kind in (_FOLDER, _MESSAGE, _ASSOCIATED):
                (again if node.number in numbers else numbers).add(node.number)
            if kind == _FOLDER:
                self._folders[node.number] = node
            elif kind == _MESSAGE:
                messages.add(node.parent << 32 | node.number)
                self._blocks.add(node.data)
            elif kind == _ASSOCIATED:
                self._beside[node.number] = node
        if again:
            self._part(again, messages)
        if self._database.damages:
            self._index_strays(messages)
        if not messages and not self._folders:
            raise DamageError(Reason("outlook.nothing_found"))
        self._message_nodes = array("Q", sorted(messages))
        self._known = {value & 0xFFFFFFFF for value in messages}

    def _part(self, numbers: set[int], messages: set[int]) -> None:
        """Tell nodes of one number apart: one of them is found by it, and the others are read beside it."""
        named = {number: self._node(number) for number in numbers}
        for node in self._database.nodes():
            found = named.get(node.number)
            if found is None or node == found:
                continue
            kind = node.number & _KIND
            messages.discard(node.parent << 32 | node.number)
            if kind == _FOLDER:
                self._remarks.append(Reason("outlook.folder_again", folder=f"{node.number:#x}"))
            else:
                self._again.append(node)
        for number, node in named.items():
            if number & _KIND == _FOLDER:
                self._folders[number] = node
            elif number & _KIND == _MESSAGE:
                messages.add(node.parent << 32 | number)
            else:
                self._beside[number] = node

    def _index_strays(self, messages: set[int]) -> None:
        """Look for pages of a damaged index one by one, and take the nodes that it does not lead to any more."""
        known = {value & 0xFFFFFFFF for value in messages}
        for node in self._database.stray_nodes(0, self._database.size):
            before = self._stray.get(node.number)
            if before is None or before.data < node.data:
                self._stray[node.number] = node
        for node in self._stray.values():
            kind = node.number & _KIND
            if kind == _FOLDER:
                self._folders.setdefault(node.number, node)
            elif kind == _MESSAGE and node.number not in known:
                messages.add(node.parent << 32 | node.number)
                self._blocks.add(node.data)

    def _node(self, number: int) -> Node:
        """A node by its number; DamageError when it is not there."""
        try:
            node = self._database.node(number)
        except DamageError:
            node = None
        node = node or self._stray.get(number)
        if node is None:
            raise DamageError(Reason("outlook.object_missing"))
        return node

    def _messages(self, folder: int) -> list[int]:
        start = bisect_left(self._message_nodes, folder << 32)
        end = bisect_left(self._message_nodes, folder + 1 << 32)
        return [value & 0xFFFFFFFF for value in self._message_nodes[start:end]]

    def _walk(self) -> Iterator[Folder]:
        """The folders from the root down, then those whose own folder is gone."""
        inside: dict[int, list[int]] = {}
        for number, node in self._folders.items():
            if number != node.parent:
                inside.setdefault(node.parent, []).append(number)
        seen: set[int] = set()
        strays = [number for number, node in sorted(self._folders.items()) if node.parent not in self._folders]
        for start in [_ROOT, *strays, *sorted(self._folders)]:
            if start in self._folders and start not in seen:
                flags = () if start == _ROOT else (RECOVERED, Reason("outlook.folder_gone"))
                yield from self._below(start, flags, inside, seen)

    def _below(self, start: int, flags: Reasons, inside: dict[int, list[int]], seen: set[int]) -> Iterator[Folder]:
        pending = [(start, "", 0)]
        while pending:
            number, above, depth = pending.pop()
            if number in seen or depth > _DEEPEST:
                continue
            seen.add(number)
            name, declared = self._folder(self._folders[number])
            path = "" if number == _ROOT else f"{above}/{name}" if above else name
            yield Folder(number, path, declared, flags)
            pending += [(child, path, depth + 1) for child in sorted(inside.get(number, []), reverse=True)]

    def _folder(self, node: Node) -> tuple[str, int]:
        try:
            properties = properties_of(Heap(self._database, node), {}, self._remarks)
        except DamageError as damage:
            self._remarks.append(damage.reason.because_of("outlook.folder_unread", folder=f"{node.number:#x}"))
            return f"folder {node.number:#x}", -1
        name = properties.text(_NAME).replace("/", "-").replace("\\", "-")
        return fit_name(name or f"folder {node.number:#x}", f"{node.number:x}", ""), properties.number(_COUNT, -1)

    def _listed(self, folder: Folder) -> set[int] | None:
        """The items that the folder's own table lists, or None when it cannot be read."""
        try:
            return set(row_ids(Heap(self._database, self._node(folder.number & ~_KIND | _CONTENTS))))
        except DamageError as damage:
            self._remarks.append(damage.reason.because_of("outlook.folder_list_unread", folder=folder.path))
            return None

    def _member(self, number: int, path: str, flags: Reasons) -> tuple[Member, bytes]:
        made = attempt(lambda: self._made(self._node(number), path, flags))
        return _missing(number, path, flags, made.reason) if isinstance(made, Failed) else made

    def _made(self, node: Node, path: str, flags: Reasons) -> tuple[Member, bytes]:
        item = self._items.read(node)
        converted = to_mime(item, FORMAT)
        draft = (Reason("outlook.draft"),) if "draft" in converted.metadata else ()
        member = Member(
            name=_name(item.properties, node.number),
            folder=path,
            media_type=MEDIA_TYPE,
            reasons=converted.remarks,
            flags=(*flags, *converted.protection, *draft, *converted.odd),
            derived=True,
        )
        return member, converted.mime

    def _lost(self, number: int, folder: Folder) -> tuple[Member, bytes]:
        return _missing(number, folder.path, folder.flags, Reason("outlook.listed_and_gone"))

    def _deleted(self, found: dict[int, Node]) -> Iterator[tuple[Member, bytes]]:
        """Of the messages found astray, those whose data are still as they were."""
        paths = {folder.number: folder.path for folder in self.folders}
        for _, node in sorted(found.items()):
            if not self._database.whole(node.data):
                continue
            flags = (RECOVERED, DELETED)
            made = attempt(lambda node=node, flags=flags: self._made(node, paths.get(node.parent, ""), flags))  # type: ignore[misc]
            if not isinstance(made, Failed):  # what was overwritten in part is nothing any more
                yield made

    def _hidden(self) -> Iterator[tuple[Member, bytes]]:
        """The items that folders keep beside their lists, but for those with settings, which are counted."""
        paths = {folder.number: folder.path for folder in self.folders}
        settings = 0
        for _, node in sorted(self._beside.items()):
            path = paths.get(node.parent, "")
            made = attempt(lambda node=node, path=path: self._made_unless_settings(node, path))  # type: ignore[misc]
            if made is None:
                settings += 1
            else:
                yield _missing(node.number, path, (HIDDEN,), made.reason) if isinstance(made, Failed) else made
        if settings:
            self.format += f", {settings:,} hidden items with views, rules and other settings of Outlook are not read"

    def _made_unless_settings(self, node: Node, path: str) -> tuple[Member, bytes] | None:
        told = self._items.read(node).message_class.upper()
        return None if told.startswith(_SETTINGS) else self._made(node, path, (HIDDEN,))


def _missing(number: int, path: str, flags: Reasons, reason: Reason) -> tuple[Member, bytes]:
    member = Member(
        f"item {number:#x}.eml", path, MEDIA_TYPE, missing=True, reasons=(reason,), flags=flags, derived=True
    )
    return member, b""


def _name(properties: Properties, number: int) -> str:
    subject = " ".join(subject_of(properties).split()) or properties.text(0x3001)
    stem = re.sub(r"[/\\:]", "-", subject)[:_LONGEST].strip(" .")
    return fit_name(f"{stem or f'item {number:#x}'}.eml", f"{number:x}", MEDIA_TYPE)


def open_store(file: BinaryIO) -> Store:
    """Open a store that can be read and sought in; Refusal when it is none."""
    try:
        return Store(file)
    except DamageError as damage:
        raise Refusal(damage.reason.because_of("outlook.store_damaged")) from damage
