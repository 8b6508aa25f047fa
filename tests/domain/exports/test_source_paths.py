"""A path is told from the root of its intake down: no folder above it, no login name, no two roots of one label."""

from __future__ import annotations

import pytest

from reviewer.domain.exports.source_paths import labels

LOGIN = "jdoe"


@pytest.mark.parametrize(
    ("root", "label"),
    [
        ("/media/stick/USB disk 3", "USB disk 3"),
        ("/media/stick/USB disk 3/", "USB disk 3"),
        (r"E:\Delivery\Mailboxes", "Mailboxes"),
        (r"\\server\share\Delivery", "Delivery"),
        (f"/{'home'}/{LOGIN}", "root 1"),
        (f"/{'Users'}/{LOGIN}", "root 1"),
        (rf"C:\Users\{LOGIN}", "root 1"),
        ("/", "root 1"),
        ("E:\\", "root 1"),
        ("interview 3: record", "interview 3: record"),
    ],
)
def test_a_root_is_told_by_the_name_of_its_folder_alone(root: str, label: str) -> None:
    assert labels([root]) == {root: label}


def test_roots_of_the_same_name_are_told_apart() -> None:
    assert labels(["/a/disk", "/b/disk", "/a/disk"]) == {"/a/disk": "disk", "/b/disk": "disk (2)"}
