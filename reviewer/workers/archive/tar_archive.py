"""Tar archives, plain and compressed, read in one pass; over a damaged header, the next that is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.archive.archive import Archive, DamagedError, Data, Readable, collect, without_bytes
from reviewer.workers.archive.feed import Feed, length_of, span
from reviewer.workers.archive.formats import is_tar
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.names import decode_name, guess_charset
from reviewer.workers.archive.paths import safe_path, shown_text
from reviewer.workers.archive.single import READERS
from reviewer.workers.archive.tar_data import Section, SparseSection
from reviewer.workers.archive.tar_header import (
    ABOUT_NEXT,
    BLOCK,
    DEVICES,
    FOLDERS,
    HARD_LINK,
    LABELS,
    LONG_LINK,
    LONG_NAME,
    OLD_FILE,
    PAX_GLOBAL,
    SPARSE,
    SYMBOLIC_LINK,
    Header,
    HeaderError,
    old_sparse_map,
    parse_header,
    pax_records,
    pax_sparse_map,
)

_LONGEST_ABOUT = 2**20  # bytes of a long name or a pax header


class _About:
    """What headers said about the next member."""

    def __init__(self) -> None:
        self.name = self.link = b""
        self.pax: list[tuple[str, bytes]] = []
        self.everywhere: list[tuple[str, bytes]] = []
        self.waiting = False

    def add(self, header: Header, data: bytes) -> None:
        """Keep what a header about the next member says."""
        self.waiting = header.kind != PAX_GLOBAL
        if header.kind == LONG_NAME:
            self.name = data.split(b"\0")[0]
        elif header.kind == LONG_LINK:
            self.link = data.split(b"\0")[0]
        elif header.kind == PAX_GLOBAL:
            self.everywhere = [*self.everywhere, *pax_records(data)][-1000:]
        else:
            self.pax = list(pax_records(data))

    def apply(self, header: Header) -> tuple[Header, list[tuple[str, bytes]]]:
        """The header with what was said about it, and the records themselves; then forget them."""
        records = [*self.everywhere, *self.pax]
        facts = dict(records)
        name = facts.get("GNU.sparse.name") or facts.get("path") or self.name or header.name
        link = facts.get("linkpath") or self.link or header.link
        size = int(facts["size"]) if facts.get("size", b"").isdigit() and len(facts["size"]) < 19 else header.size
        self.name, self.link, self.pax, self.waiting = b"", b"", [], False
        return replace(header, name=name, link=link, size=size), records


class TarArchive(Archive):
    """A tar archive; ``format_name`` is that of the compression around it, or empty."""

    def __init__(self, file: BinaryIO, format_name: str, allowance: Allowance) -> None:
        super().__init__(f"tar archive in a {format_name}" if format_name else "tar archive", allowance)
        length = length_of(file)
        feed = span(file, 0, length)
        self._packing: Readable | None = None
        if format_name:
            self._packing = packing = READERS[format_name](feed)
            passed = Allowance(allowance.limits, length)

            def unpacked(most: int) -> bytes:
                piece = packing.read(most)
                passed.spend(len(piece))
                return piece

            feed = Feed(unpacked)
        self._feed = feed
        self._number = 0
        self._lost = False  # a damaged header was met, and no whole one since

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each member in order; those found behind a damaged header are flagged as recovered."""
        try:
            yield from self._all()
        except DamagedError as error:
            self._remark(error.reason.because_of("archive.rest_lost"))
        except OverLimitError as error:
            self._remark(error.reason.because_of("archive.rest_left_out"))
        if self._packing and self._packing.fault:
            self._remark(self._packing.fault)

    def _all(self) -> Iterator[tuple[Member, Data]]:
        about = _About()
        folders = 0
        for header in self._headers():
            if header.kind in ABOUT_NEXT:
                about.add(header, self._about(header))
                continue
            full, records = about.apply(header)
            old_folder = full.kind == OLD_FILE and full.name.endswith(b"/")
            if full.kind in FOLDERS or full.kind in LABELS or old_folder:
                folders += 1
                self._feed.skip(full.size + -full.size % BLOCK)
                continue
            if self._number >= self._allowance.limits.members:
                most = self._allowance.limits.members
                self._remark(Reason("archive.over_members", limit=most))
                return
            yield self._member(full, records)
        if not self._number and not folders:
            self._remark(Reason("archive.headers_only"))
        if about.waiting:
            self._remark(Reason("archive.header_without_member"))

    def _headers(self) -> Iterator[Header]:
        """Each header; blocks of zeros end an archive, and another may follow."""
        zeros = 0
        while block := self._feed.exactly(BLOCK):
            if not block.strip(b"\0"):
                zeros += 1
                self._skip_zeros()
                continue
            try:
                header = parse_header(block) if is_tar(block) else None
            except HeaderError:
                header = None
            if header:
                zeros = 0
                yield header
            else:
                self._meet_damage(ended=zeros > 0)

    def _skip_zeros(self) -> None:
        """Pass over whole blocks of zeros, as far as they are at hand."""
        piece = self._feed.take(2**18)
        zeros = (len(piece) - len(piece.lstrip(b"\0"))) // BLOCK * BLOCK
        self._feed.put_back(piece[zeros:])

    def _meet_damage(self, *, ended: bool) -> None:
        if self._lost:
            return
        self._lost = True
        if ended:
            self._remark(Reason("archive.trailing_bytes"))
        else:
            self._remark(Reason("archive.header_damaged"))

    def _about(self, header: Header) -> bytes:
        if header.size > _LONGEST_ABOUT:
            self._remark(Reason("archive.header_too_long"))
            self._feed.skip(header.size + -header.size % BLOCK)
            return b""
        data = self._feed.exactly(header.size)
        self._feed.skip(-header.size % BLOCK)
        return data

    def _member(self, header: Header, records: list[tuple[str, bytes]]) -> tuple[Member, Data]:
        self._number += 1
        member = self._describe(header)
        if header.kind in {HARD_LINK, SYMBOLIC_LINK} or header.kind in DEVICES:
            return member, b""
        try:
            source, size, section = self._source(header, records)
        except HeaderError:
            self._remark(Reason("archive.sparse_map_damaged"))
            return without_bytes(member, Reason("archive.pieces_damaged"))
        member = replace(member, size=size)
        try:
            self._allowance.admit(size)
            taken = collect(source, self._allowance)
        except OverLimitError as error:
            section.leave()
            return without_bytes(member, error.reason)
        section.leave()
        if not taken.data and taken.reason:
            return without_bytes(member, taken.reason)
        return replace(member, reasons=reasons_of(taken.reason)), taken.data

    def _source(self, header: Header, records: list[tuple[str, bytes]]) -> tuple[Readable, int, Section]:
        if header.kind == SPARSE:
            size, pieces = old_sparse_map(header, self._feed)
            section = Section(self._feed, header.size)
            return SparseSection(section, size, pieces), size, section
        found = pax_sparse_map(records, self._feed)
        if found:
            size, pieces, taken = found
            section = Section(self._feed, max(0, header.size - taken))
            return SparseSection(section, size, pieces), size, section
        section = Section(self._feed, header.size)
        return section, header.size, section

    def _describe(self, header: Header) -> Member:
        codec, spoken = guess_charset([header.name])
        path = safe_path(decode_name(header.name, codec), self._number)
        flags = list(path.flags)
        if codec != "utf-8":
            flags.append(Reason("archive.name_not_utf8", charset=spoken))
        if header.kind in {HARD_LINK, SYMBOLIC_LINK}:
            flags.append(
                Reason("archive.link", target=shown_text(decode_name(header.link, guess_charset([header.link])[0])))
            )
        if header.kind in DEVICES:
            flags.append(Reason("archive.device"))
        if self._lost:
            flags.append(Reason("archive.recovered_behind_damage"))
            self._lost = False
        return Member(path.name, path.folder, size=header.size, flags=tuple(flags))
