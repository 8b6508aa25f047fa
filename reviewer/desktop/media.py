"""What medium a path lies on, as far as the operating system tells."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

_LABELS = Path("/dev/disk/by-label")


def medium_of(path: Path) -> str:
    """Device, file system and mount point, and the label where there is one; empty when nothing can be told."""
    try:
        partitions = psutil.disk_partitions(all=True)
    except (OSError, NotImplementedError):
        return ""
    where = os.path.realpath(path)
    holding = [each for each in partitions if _below(where, each.mountpoint)]
    if not holding:
        return ""
    found = max(holding, key=lambda each: len(each.mountpoint))
    label = _label(found.device)
    return f"{found.device} ({found.fstype}) at {found.mountpoint}" + (f", label {label}" if label else "")


def _below(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([path, folder]) == os.path.normpath(folder)
    except ValueError:  # different drives
        return False


def _label(device: str) -> str:
    """The label of a volume, where Linux keeps a link for it."""
    if not _LABELS.is_dir():
        return ""
    target = os.path.realpath(device)
    return next((link.name for link in _LABELS.iterdir() if os.path.realpath(link) == target), "")
