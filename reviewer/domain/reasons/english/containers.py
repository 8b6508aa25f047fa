"""Files and what lies in them, as they are taken in."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "container.apart": "from its bytes in the case",
    "container.between": "from byte {offset:,} on it holds no messages for {count:,} bytes",
    "container.itself": "it lies in an archive that is the same as it is, so it was not taken apart again",
    "container.list_counts": "its list counts {declared:,} members, of which {found:,} were found",
    "container.member_unfound": "the list of what it lay in counts it, but it was not found there",
    "container.over_ratio": (
        "the archives within this file unpack to more than {limit:,} times its size; the rest was left inside: raise"
        " the limit “ratio”, or export this item and take it in by itself"
    ),
    "container.same": "the same container was met before in this file, and its members are listed there",
    "container.too_deep": "it lies more than {limit:,} levels deep, the limit “depth”, so it was kept but not read",
    "container.too_long": (
        "the archives within this file took longer than the {limit:,} seconds that they have, and more for a large"
        " file; the rest was left inside: raise the limit “seconds” and try again"
    ),
    "container.too_many": (
        "there are more than {limit:,} archives within this file; this one was kept but not opened: raise the"
        " limit “archives”, or export it and take it in by itself"
    ),
    "container.too_much": (
        "more than {limit:,} MiB come out of the archives within this file; the rest was left inside: raise "
        "the limit “nested”, or export this item and take it in by itself"
    ),
    "container.waiting": "what is in it is still being taken in",
    "file.bytes_unreadable": "its bytes cannot be read: {detail}",
    "file.case_itself": "this is the case file itself",
    "file.changed": "it changed while it was read",
    "file.changed_since": "it changed since its first members were taken in",
    "file.folder_unreadable": "the folder cannot be read: {detail}",
    "file.link": "a link to somewhere else, which is not followed",
    "file.members_changed": "it changed while its members were taken in",
    "file.other_size": "it was not at rest: {found:,} bytes when it was found, {read:,} when it was read",
    "file.rewritten": (
        "it was not at rest: it, or what the file system notes of it, was changed between being found and being read"
    ),
    "file.shorter_since": "it is shorter than when its first members were taken in",
    "file.special": "neither a file nor a folder",
    "file.unreadable": "it cannot be read: {detail}",
    "member.picture_shown": "a picture that the message shows",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
