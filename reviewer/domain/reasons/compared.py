"""The reasons and codes that the program itself asks for, each by one name."""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason

DELETED = Reason("outlook.deleted")
"""The flag of a message that had been deleted from its store."""

HIDDEN = Reason("outlook.hidden")
"""The flag of a message that its folder keeps beside its list, where Outlook shows nothing."""

RECOVERED = frozenset({"outlook.recovered", "archive.recovered_unlisted", "archive.recovered_behind_damage"})
"""The flags of members that were found beside the list of what they lay in."""

WAITS = Reason("container.waiting")
"""The reason of a container whose members are not all in yet."""

APART_IN_CASE = Reason("container.apart")
"""How a container was taken apart that had waited."""

ITSELF = Reason("container.itself")
"""Why an archive that holds itself has no members where it is met again."""

SAME = Reason("container.same")
"""Why a container has no members where it is met again within the same file."""

ENCRYPTED = "email.encrypted"
"""Why something encrypted is not read: the reason of a message or a file."""

SAID_ENCRYPTED = frozenset({"email.said_encrypted", "outlook.encrypted"})
"""How a message is protected, where that is by encryption."""

SIGNED = frozenset({"email.signed", "email.signed_by", "email.signed_in_part", "email.signed_in_part_by"})
"""How a message is protected, where a signature was found."""
