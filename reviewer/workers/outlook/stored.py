"""The items of a store: properties, recipients, attachments, and the items within these ([MS-PST], section 2.4.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.blocks import MOST_SUBNODES, DamageError, Database, Node
from reviewer.workers.outlook.heap import Heap, entries_of, properties_of, rows_of
from reviewer.workers.outlook.mime import LARGEST
from reviewer.workers.outlook.narrow import Narrow
from reviewer.workers.outlook.ole import DEEPEST, MOST
from reviewer.workers.outlook.properties import BINARY, OBJECT, Attachment, Item, Key, Properties
from reviewer.workers.refusal import Refusal

_RECIPIENTS = 0x692
_ATTACHMENT = 0x05  # kind of a node: the lowest five bits of its number
_DATA, _METHOD, _SIZE = 0x3701, 0x3705, 0x0E20
_MESSAGE_WITHIN = 5  # PidTagAttachMethod


class Items:
    """Reads the items of one store."""

    def __init__(self, database: Database, names: Mapping[int, Key]) -> None:
        self._database = database
        self._names = names

    def read(self, node: Node, narrow: Narrow | None = None, above: frozenset[int] = frozenset()) -> Item:
        """The item that a node holds; DamageError when there is none that can be read.

        ``above`` are the blocks of the messages to which it is attached.
        """
        heap = Heap(self._database, node)
        remarks: list[Reason] = []
        properties = properties_of(heap, self._names, remarks)
        narrow = properties.settle_charset(narrow or Narrow())
        item = Item(properties, remarks=remarks)
        try:
            parts = heap.subnodes
        except DamageError as damage:
            remarks.append(damage.reason.because_of("outlook.people_and_files_unread"))
            return item
        if len(parts) >= MOST_SUBNODES:
            remarks.append(Reason("outlook.message_parts_many", limit=MOST_SUBNODES))
        if _RECIPIENTS in parts:
            self._add_recipients(item, parts[_RECIPIENTS], narrow)
        attachments = [part for part in parts.values() if part.number & 0x1F == _ATTACHMENT]
        if len(attachments) > MOST:
            remarks.append(Reason("outlook.attachments_many", count=len(attachments), limit=MOST))
        item.attachments = [self._attachment(part, narrow, above | {node.data}) for part in attachments[:MOST]]
        return item

    def _add_recipients(self, item: Item, node: Node, narrow: Narrow) -> None:
        try:
            found = rows_of(Heap(self._database, node), self._names, item.remarks)
            item.recipients = found[:MOST]
            if len(found) > MOST:
                item.remarks.append(Reason("outlook.recipients_many", count=len(found), limit=MOST))
        except DamageError as damage:
            item.remarks.append(damage.reason.because_of("outlook.recipients_unread"))
        for recipient in item.recipients:
            recipient.narrow = narrow

    def _attachment(self, node: Node, narrow: Narrow, above: frozenset[int]) -> Attachment:
        remarks: list[Reason] = []
        attachment = Attachment(Properties())
        try:
            heap = Heap(self._database, node)
            properties = properties_of(heap, self._names, remarks, frozenset((_DATA,)))
            properties.narrow = narrow
            attachment.properties = properties
            attachment.reasons = tuple(remarks)
            kind, value = entries_of(heap).get(_DATA, (0, 0))
            number = int.from_bytes(heap.small(value)[:4], "little") if kind == OBJECT else value
            if kind == OBJECT and properties.number(_METHOD) == _MESSAGE_WITHIN:
                self._message_within(attachment, heap, number, above)
            elif kind in (BINARY, OBJECT):
                attachment.size = _size(properties, heap, number)
                attachment.pieces = lambda: _pieces(attachment, heap, number)
        except DamageError as damage:
            attachment.reasons = (damage.reason.because_of("outlook.unread"),)
        return attachment

    def _message_within(self, attachment: Attachment, heap: Heap, number: int, above: frozenset[int]) -> None:
        if len(above) >= DEEPEST:
            attachment.reasons = (Reason("outlook.nested_deep", limit=DEEPEST),)
            return

        def read() -> Item:
            try:
                node = heap.subnode(number)
                if node.data in above:
                    raise Refusal(Reason("outlook.holds_itself"))
                return self.read(node, attachment.properties.narrow, above)
            except DamageError as damage:
                raise Refusal(damage.reason.because_of("outlook.attached_unread")) from damage

        attachment.item = read


def _size(properties: Properties, heap: Heap, number: int) -> int:
    """Bytes of the data, as far as they are known before they are read; the store counts the properties in."""
    if not number & 0x1F:
        return len(heap.small(number))
    size = properties.number(_SIZE)
    return size if 0 < size <= LARGEST else 0


def _pieces(attachment: Attachment, heap: Heap, number: int) -> Iterator[bytes]:
    done = 0
    try:
        for piece in heap.pieces(number) if number else ():
            yield piece
            done += len(piece)
    except DamageError as damage:
        attachment.reasons = (damage.reason.because_of("outlook.broken_off", count=done),)
