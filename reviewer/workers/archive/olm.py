"""Archives of Outlook for Mac (.olm): a zip of messages, one XML file each, and of their attachments beside them.

A message comes out as mail that carries its attachments, as those of Outlook's other stores do. What no message names,
or is too large to be carried, comes out as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO
from urllib.parse import unquote

from reviewer.domain.evidence.reading import Member
from reviewer.workers.archive.archive import Data
from reviewer.workers.archive.limits import Allowance
from reviewer.workers.archive.zip_archive import ZipArchive
from reviewer.workers.email.beginning import is_mac_message
from reviewer.workers.outlook.mac import mac_to_mime
from reviewer.workers.refusal import Refusal

FORMAT = "Outlook for Mac archive (.olm)"
MESSAGES = b"com.microsoft.__Messages/"
"""The folder that messages lie below, with one for each of the mailbox's folders."""
_MOST_CARRIED = 64 * 2**20  # bytes of the attachments of one message


class OutlookMacArchive(ZipArchive):
    """An archive of Outlook for Mac; its messages come first."""

    def __init__(self, file: BinaryIO, passwords: Sequence[str], allowance: Allowance) -> None:
        super().__init__(file, passwords, allowance)
        self.format = FORMAT
        self._places_of = {self._name(entry)[0]: index for index, entry in enumerate(self._listed)}
        self._shared = self._overlapping()
        self._carried: set[int] = set()
        self._aside: list[tuple[Member, Data]] = []  # what was unpacked for a message that could not carry it

    def members(self) -> Iterator[tuple[Member, Data]]:
        """The messages of the list, then what none of them carries, then what the list does not name."""
        later: list[int] = []
        for index, entry in enumerate(self._listed):
            if MESSAGES not in entry.raw_name or entry.is_folder:
                later.append(index)
                continue
            yield self._as_mail(*self._from_list(entry, overlapping=index in self._shared))
            yield from self._put_aside()
        for index in later:
            if index not in self._carried:
                yield from self._listed_at(index)
        yield from self._unlisted()
        self.password = self._keys.opened
        if self.declared is not None:
            self.declared -= len(self._carried)

    def _put_aside(self) -> Iterator[tuple[Member, Data]]:
        while self._aside:
            yield self._aside.pop()

    def _as_mail(self, member: Member, data: Data) -> tuple[Member, Data]:
        if not isinstance(data, bytes) or member.missing or not is_mac_message(data):
            return member, data
        left = _MOST_CARRIED

        def fetch(path: str) -> bytes | None:
            nonlocal left
            found = self._attachment(path, left)
            left -= len(found or b"")
            return found

        try:
            converted = mac_to_mime(data, fetch)
        except Refusal:
            return member, data
        made = replace(
            member,
            name=f"{member.name.removesuffix('.xml')}.eml",
            folder=f"{member.folder}/".replace(MESSAGES.decode(), "").rstrip("/"),
            media_type="message/rfc822",
            size=-1,
            reasons=(*member.reasons, *converted.remarks),
            flags=(*member.flags, *converted.protection, *converted.odd),
            derived=True,
        )
        return made, converted.mime

    def _attachment(self, path: str, most: int) -> bytes | None:
        """The bytes of an attachment by its place; None where it cannot be carried, and comes out by itself."""
        index = self._places_of.get(path, self._places_of.get(unquote(path), -1))
        limits = self._allowance.limits
        if index < 0 or not 0 <= self._listed[index].size <= min(most, limits.held, limits.member):
            return None
        entry = self._listed[index]
        again = index in self._carried
        if again:  # another message carries it too
            self._begun.discard(self._located(entry).offset)
        hand, self._allowance.hand = self._allowance.hand, None
        self._allowance.limits = replace(limits, member=min(limits.held, limits.member))
        try:
            member, data = self._from_list(entry, overlapping=index in self._shared)
        finally:
            self._allowance.hand, self._allowance.limits = hand, limits
        self._carried.add(index)
        if isinstance(data, bytes) and not member.missing and not member.reasons:
            return data
        if not again:
            self._aside.append((member, data))
            if self.declared is not None:
                self.declared += 1  # it is taken off with those that are carried
        return None

    def _listed_at(self, index: int) -> Iterator[tuple[Member, Data]]:
        entry = self._listed[index]
        if entry.is_folder:
            self._pass_over(entry)
        else:
            yield self._from_list(entry, overlapping=index in self._shared)
