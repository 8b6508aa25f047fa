"""What can go wrong that is not our bug, as one tree.

::

    KnownError                  exit code 4, the input was bad or only part could be done
    ├── UsageError              2   wrong usage
    ├── CredentialError         3   passphrase or key refused
    ├── InputError              4   a file, value or name that cannot be used
    │   ├── NotFoundError           no such item, officer, tag, passage
    │   ├── QuoteError              a quote that is not (or not only once) in the text
    │   └── QueryError          2   a query that is not understood, with its place
    ├── IncompleteError         4   part was done; what was not is named
    ├── CancelledError          4   the reviewer stopped it
    ├── StorageError            4   disk full, read-only medium, no permission
    ├── ExportError             4   an export stopped, nothing half written
    ├── NoSandboxError          4   no sandbox for hostile files here, and nobody said to read without
    └── CaseError               5   the case is damaged or locked
        ├── NotACaseError           the file is something else
        ├── DamagedError            the file or its header is damaged
        ├── LockedError             open elsewhere
        ├── NewerVersionError       made by a later version of this program
        └── TamperedError           the audit chain or an original does not match

Anything that is not a :class:`KnownError` is a bug and is shown as one (exit code 1).
"""

from __future__ import annotations


class KnownError(Exception):
    """A fault of the input or the environment, in words a person can act on.

    ``str(error)`` says what happened; ``advice`` says what to do about it and may be empty.
    """

    exit_code = 4

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class UsageError(KnownError):
    """The command or call does not make sense as given."""

    exit_code = 2


class CredentialError(KnownError):
    """The passphrase or key was refused, or none could be had."""

    exit_code = 3


class InputError(KnownError):
    """A file, value or name that cannot be used."""


class NotFoundError(InputError):
    """No item, officer, tag or passage of that name."""


class QuoteError(InputError):
    """A quote that the pages do not hold, or hold more often than was said."""


class QueryError(InputError):
    """A query that is not understood, so it is not run.

    ``place`` is where, from and to in code points of ``query``; ``nearest`` is what there is that is most like what
    stands there, or empty; ``suggestion`` is the whole query with that in its place.
    """

    exit_code = 2

    def __init__(
        self, message: str, advice: str = "", *, query: str, place: tuple[int, int], nearest: str = ""
    ) -> None:
        super().__init__(message, advice)
        self.query = query
        self.place = place
        self.nearest = nearest

    @property
    def suggestion(self) -> str:
        """The query as it may have been meant; empty where nothing is like it."""
        start, end = self.place
        return f"{self.query[:start]}{self.nearest}{self.query[end:]}" if self.nearest else ""


class IncompleteError(KnownError):
    """Part of the work was done; the message names what was not."""


class CancelledError(KnownError):
    """The reviewer stopped the work; what was finished until then is kept."""


class StorageError(KnownError):
    """The disk is full, read-only, or not ours to write."""


class ExportError(KnownError):
    """An export was stopped and left nothing half written."""


class NoSandboxError(KnownError):
    """There is no sandbox here for the programs that read evidence, and nobody said to read without one."""


class CaseError(KnownError):
    """The case file is damaged, locked, or not ours to open."""

    exit_code = 5


class NotACaseError(CaseError):
    """The file is something other than a case file."""


class DamagedError(CaseError):
    """The case file, or its header, is damaged."""


class LockedError(CaseError):
    """The case is open elsewhere."""


class NewerVersionError(CaseError):
    """The case was written by a later version of this program."""


class TamperedError(CaseError):
    """The audit chain, or an original, is not what it was."""
