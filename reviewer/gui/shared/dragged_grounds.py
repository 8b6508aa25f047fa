"""What is dragged from a list of passages and entries to where they are to be cited: their names."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

GROUNDS = "application/x-reviewer-grounds"
"""The format of the names, such as ``passage:12``, parted by spaces."""


def grounds_data(names: Iterable[str]) -> QMimeData:
    """What a drag of these carries."""
    made = QMimeData()
    made.setData(GROUNDS, " ".join(names).encode())
    return made


def dragged_grounds(data: QMimeData) -> list[str]:
    """The names that a drag carries; none when it carries something else."""
    return data.data(GROUNDS).toStdString().split() if data.hasFormat(GROUNDS) else []
