"""Archives: their members taken out one after the other, within limits, never to disk."""

from reviewer.workers.archive.archive import Archive
from reviewer.workers.archive.formats import identify_archive
from reviewer.workers.archive.limits import ArchiveLimits
from reviewer.workers.archive.opening import open_archive

__all__ = ["Archive", "ArchiveLimits", "identify_archive", "open_archive"]
