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
    │   └── NotReopenedError        a case under its new passphrase that could not be opened again
    ├── ExportError             4   an export stopped, nothing half written
    │   ├── WordsStayError          what reviewers wrote repeats words that stay
    │   └── NotFinalError           a final report of findings that are not final, or no longer stand
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

import errno


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
    """The disk is full, failing, read-only, or not ours to write."""

    @classmethod
    def of(cls, what: str, error: OSError, advice: str = "") -> StorageError:
        """The error in words: ``what`` could not be done, why as the system says, and what helps."""
        why, helps = _OF_SYSTEM.get(error.errno or 0, (error.strerror or str(error), _LOOK))
        return cls(f"{what}: {why}", advice or helps)


class NotReopenedError(StorageError):
    """The passphrase of an open case is changed, and the case could not be opened again."""


class ExportError(KnownError):
    """An export was stopped and left nothing half written."""


class WordsStayError(ExportError):
    """What reviewers wrote, and would leave, repeats words of something that stays."""


class NotFinalError(ExportError):
    """A report cannot be final: ``allegations`` are the numbers of those that stop it.

    ``stale`` says that final findings are among them, which have to be looked at again, and so cannot be let go.
    """

    def __init__(self, message: str, advice: str = "", *, allegations: tuple[int, ...], stale: bool) -> None:
        super().__init__(message, advice)
        self.allegations, self.stale = allegations, stale


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


_LOOK = "Check the disk, and who may write to the folder, then try again."
_FULL = ("the disk is full", "What was saved before is kept. Free some space, then try again.")
_FAILED = (
    "the disk failed",
    "What was saved before is kept. Check the cable and the disk; copy the case to another disk while it can be read.",
)
_GONE = ("the disk is gone", "Connect it again, then open the case anew. What was saved before is kept.")
_FORBIDDEN = ("there is no permission", "Check who may read and write the file and its folder, or use another folder.")
_OF_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EIO: _FAILED,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOTCONN: _GONE,
    errno.ESTALE: _GONE,
    errno.EROFS: ("the disk is write-protected", "Use a disk that you can write to."),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EMFILE: ("too many files are open", "Close other programs, then try again."),
    errno.ENFILE: ("too many files are open", "Close other programs, then try again."),
}
"""What an error of the system is called, and what to do about it."""


def of_environment(error: Exception) -> StorageError | None:
    """The error in words where it is the fault of a disk or of the system; None where it may be a bug."""
    if isinstance(error, OSError) and error.errno in _OF_SYSTEM:
        where = error.filename if isinstance(error.filename, str) else ""
        return StorageError.of(where or "a file could not be read or written", error)
    return None
