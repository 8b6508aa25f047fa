"""What is marked or tagged with an item: nothing else, its family, its thread or its duplicates."""

from __future__ import annotations

from enum import StrEnum


class CodingScope(StrEnum):
    """How far a mark, a tag or a note on many items reaches."""

    ITEM = "item"
    FAMILY = "family"  # the message or document, and all that is attached to it
    THREAD = "thread"  # all messages of the thread, each with its family
    DUPLICATES = "duplicates"  # all items that are the same message, or have the same bytes
