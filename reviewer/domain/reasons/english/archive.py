"""Archives: what is wrong with them, and what is odd about their members."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "archive.after": "{because} after {size:,} bytes",
    "archive.between_damaged": "bytes between its members are damaged",
    "archive.beyond_libarchive": (
        "the reader on this machine (libarchive) stopped at something that it does not support; what comes behind was "
        "not read, and nothing shows that it is damaged"
    ),
    "archive.broken_off": "it is broken off",
    "archive.checksum": "its checksum does not match",
    "archive.damaged": "its data is damaged",
    "archive.device": "a device or pipe",
    "archive.end_lost": "it is broken off or damaged: what comes behind the last member is lost",
    "archive.header_damaged": "a header is damaged; members may be missing",
    "archive.header_too_long": "a header about names is too long to be one and was passed over",
    "archive.header_without_member": "it ends with a header about a member that does not follow",
    "archive.headers_only": "it holds headers and no member",
    "archive.in_other_part": "it is in another part of the split archive",
    "archive.link": "link to {target}",
    "archive.list_broken_off": "this 7z archive is broken off or damaged: its list cannot be read",
    "archive.list_damaged": "this 7z archive is damaged: its list cannot be read",
    "archive.list_differs": "its list says {declared:,} members and names {found:,}",
    "archive.list_locked": "its list of members is locked with a password",
    "archive.list_locked_for_good": (
        "its list of members is locked with a password, and no reader here can unlock such an archive"
    ),
    "archive.list_missing": "its list of members is missing or damaged; the members were found by their own headers",
    "archive.list_too_long": "the list of members of this 7z archive is too long for the reader's memory",
    "archive.locked_for_good": "it is locked with a password, and no reader here can unlock such an archive",
    "archive.member_over_limit": "it is larger than {limit:size}, the limit for one member",
    "archive.member_over_ratio": "it unpacks to more than {limit:,} times its size, which is the limit",
    "archive.name_controls": "its name holds control characters",
    "archive.name_hides": "its name holds characters that hide or turn text",
    "archive.name_mismarked": "its name was marked as UTF-8 and is not; read as {charset}",
    "archive.name_not_utf8": "its name is not UTF-8; read as {charset}",
    "archive.name_nul": "its name holds a NUL",
    "archive.name_unmarked": "its name was not marked as UTF-8; read as {charset}",
    "archive.named_otherwise": 'its own header names it "{name}"',
    "archive.no_member": "it is damaged: no member can be found in it",
    "archive.no_reader": "this is of a format for which there is no reader on this machine (libarchive): {format}",
    "archive.not_read_here": "this is of a format that this machine's libarchive does not read: {format}",
    "archive.not_there": "it is not where the list says",
    "archive.over_limit": "the archive unpacks to more than {limit:size}, which is the limit",
    "archive.over_members": "it holds more than {limit:,} members, which is the limit; the others were left out",
    "archive.over_ratio": "the archive unpacks to more than {limit:,} times its size, which is the limit",
    "archive.part_begins": "“{name}” does not begin as an archive does, so its parts were not joined",
    "archive.part_copy": (
        "its bytes are those of “{name}”, one part of “{whole}”, which was split; what is in that is listed below "
        "“{holder}”"
    ),
    "archive.part_joined": "it is one part of “{whole}”, which was split; what is in that is listed below “{holder}”",
    "archive.part_missing": "a part of it, “{name}”, is not in the same folder, so its parts were not joined",
    "archive.part_twice": "“{name}” and “{other}” are the same part of it by their names, so its parts were not joined",
    "archive.part_unread": "the beginning of a part of it, “{name}”, could not be read, so its parts were not joined",
    "archive.parts_end": "its {count:,} parts were joined, and one is damaged, or one behind “{name}” is missing",
    "archive.passwords_tried": "only the first {count:,} passwords were tried on it",
    "archive.path": 'its path is "{path}"',
    "archive.path_absolute": "its path begins at the top of the disk",
    "archive.path_backslashes": "its path holds backslashes",
    "archive.path_leads_out": "its path leads outside the archive",
    "archive.path_names_drive": "its path names a drive",
    "archive.path_shortened": "its path is very long and was shortened",
    "archive.pieces_damaged": "its map of pieces is damaged",
    "archive.recovered_behind_damage": "recovered: it was found behind damage",
    "archive.recovered_unlisted": "recovered: the archive's list does not name it",
    "archive.rest_left_out": "{because}; what comes behind was left out",
    "archive.rest_lost": "{because}; what comes behind is lost",
    "archive.shared_bytes": "it shares its bytes with another member, as in archives made to flood a disk",
    "archive.size_differs": "its header says {declared:,} bytes and {found:,} came out",
    "archive.solid": (
        "it is packed together with the members before it (solid), which the reader on this machine (libarchive) "
        "cannot undo; nothing shows that it is damaged"
    ),
    "archive.sparse_map_damaged": "a map of a sparse file is damaged; members may be missing",
    "archive.split": "it is one part of an archive that was split; the other parts are needed",
    "archive.too_many_parts": "it has more than {limit:,} parts, so they were not joined",
    "archive.too_much_memory": "it needs more memory to unpack than a reader may use",
    "archive.trailing_bytes": "bytes follow its end that are not part of it",
    "archive.unknown_cipher": "it is locked with a password, by a cipher that no reader here knows",
    "archive.unknown_format": "this is not an archive of a known format",
    "archive.unknown_method": "it is packed by a method that no reader here knows ({method})",
    "archive.unnamed_method": "it is packed by a method that no reader here knows",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
