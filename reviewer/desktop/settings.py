"""What is remembered on this laptop, outside every case file: who reviews, recent cases, heads of audit trails.

One small JSON file, readable by its owner only. It never holds words of evidence, passphrases or keys.
"""

from __future__ import annotations

import base64
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from reviewer.desktop.folder_lock import FolderLock, FolderTakenError
from reviewer.errors import StorageError


def config_dir() -> Path:
    """The folder of what belongs to the program and not to a case; ``REVIEWER_CONFIG`` names another."""
    named = os.environ.get("REVIEWER_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("evidence-reviewer", appauthor=False)


_lock = FolderLock(config_dir)
"""Held from reading settings to writing what became of them: threads of the window, and two windows, write some.
"""
_RECENT_CASES = 12


def load() -> dict[str, Any]:
    """All settings; none when there is no such file, or when it cannot be read as one."""
    try:
        read = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def save(changed: dict[str, Any]) -> bool:
    """Merge some settings into the file; False where this laptop does not let us write it."""
    return _written(lambda kept: {**kept, **changed})


def keep(changed: dict[str, Any]) -> None:
    """As :func:`save`; StorageError says what is in the way."""
    try:
        written = _change(lambda kept: {**kept, **changed})
    except FolderTakenError as error:
        raise StorageError(
            "another window or command was changing the settings, and this change was not kept",
            "Choose it again in a moment.",
        ) from error
    if not written:
        advice = f"See that you may write to the folder {config_dir()}."
        raise StorageError("this laptop does not keep settings", advice)


def _written(change: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """As :func:`_change`; False, too, where another program does not let us."""
    try:
        return _change(change)
    except FolderTakenError:
        return False


def _change(change: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """Write what becomes of the settings as they are once nobody else changes them; False where that cannot be."""
    with _lock:
        before = load()
        after = change(before)
        return after == before or _write(after)


def _write(kept: dict[str, Any]) -> bool:
    target = _file()
    text = json.dumps(kept, indent=1, sort_keys=True)  # all ASCII: a path need not be Unicode
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=".settings-", dir=target.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


def has_reviewer() -> bool:
    """Whether this laptop remembers who reviews."""
    return bool(_remembered_reviewer())


def _remembered_reviewer() -> str:
    remembered = load().get("reviewer")
    return remembered if isinstance(remembered, str) and remembered.strip() else ""


def reviewer_name() -> str:
    """Who reviews: as remembered on this laptop, else the login name."""
    if remembered := _remembered_reviewer():
        return remembered
    # No user database and no environment: an act still needs a name.
    with suppress(KeyError, OSError, ImportError):
        return getpass.getuser()
    return "reviewer"


def offered_reviewer() -> str:
    """Who makes a case, as far as is known: as remembered on this laptop, else by full name, else by login name."""
    return _remembered_reviewer() or _full_name() or reviewer_name()


def _full_name() -> str:
    """What the system calls the person: the first part of the GECOS field, & being the login name; empty for none."""
    if sys.platform == "win32":  # which has no such list
        return ""
    import pwd  # noqa: PLC0415 - there is none on Windows

    try:
        known = pwd.getpwuid(os.getuid())
    except KeyError:
        return ""
    return known.pw_gecos.split(",")[0].replace("&", known.pw_name.capitalize()).strip()


def remember_reviewer(name: str) -> bool:
    """Use this name from now on."""
    return save({"reviewer": name})


def single_keys() -> bool:
    """Whether keys without Ctrl or Alt act (J, K, 1 to 9); not where somebody turned them off."""
    return load().get("single_keys") is not False


def use_single_keys(use: bool) -> bool:  # noqa: FBT001 - what is kept
    """Have such keys act from now on, or not."""
    return save({"single_keys": use})


def goes_on(room: str, usual: bool) -> bool:  # noqa: FBT001 - what is kept
    """Whether a mark leads on to the next item in a room; ``usual`` where nobody chose."""
    chosen = load().get(f"goes_on_{room}")
    return chosen if isinstance(chosen, bool) else usual


def go_on(room: str, on: bool) -> bool:  # noqa: FBT001 - what is kept
    """Have a mark lead on to the next item in a room from now on, or not."""
    return save({f"goes_on_{room}": on})


def counts_open(*, wide: bool) -> bool:
    """Whether counts stand beside what was found, in a ``wide`` window or another one: in a wide one unless closed."""
    chosen = load().get(_counts(wide=wide))
    return chosen if isinstance(chosen, bool) else wide


def open_counts(opened: bool, *, wide: bool) -> bool:  # noqa: FBT001 - what is kept
    """Have counts stand there from now on in windows of that width, or not."""
    return save({_counts(wide=wide): opened})


def _counts(*, wide: bool) -> str:
    return "counts_wide" if wide else "counts_narrow"


def recent_cases() -> list[Path]:
    """Cases opened on this laptop, the latest first, of which the file is still there."""
    return _recent(load())


def _recent(kept: dict[str, Any]) -> list[Path]:
    listed = kept.get("recent")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    return [Path(name) for name in names if os.path.exists(name)]  # noqa: PTH110 - Path.exists may raise


def add_recent_case(path: Path) -> bool:
    """Put a case on top of the recent ones, of which twelve are kept."""
    whole = path.absolute()

    def add(kept: dict[str, Any]) -> dict[str, Any]:
        others = [str(other) for other in _recent(kept) if other != whole]
        recent = [str(whole), *others][:_RECENT_CASES]
        when = {other: at for other in others if (at := _opened(kept, other))}
        when[str(whole)] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return {**kept, "recent": recent, "opened": {name: when[name] for name in recent if name in when}}

    return _written(add)


def last_opened(path: Path) -> str:
    """When a case was last opened on this laptop, as ISO 8601 in UTC; empty where that is not known."""
    return _opened(load(), str(path))


def _opened(kept: dict[str, Any], name: str) -> str:
    opened = kept.get("opened")
    at = opened.get(name) if isinstance(opened, dict) else None
    return at if isinstance(at, str) else ""


def open_case() -> Path | None:
    """The case that was open when the program last ended without closing it; None where it was closed."""
    kept = load().get("open")
    return Path(kept) if isinstance(kept, str) and os.path.exists(kept) else None  # noqa: PTH110 - Path.exists may raise


def remember_open_case(path: Path | None) -> bool:
    """Remember which case is open; None once it is closed."""
    return save({"open": None if path is None else str(path.absolute())})


def window_geometry() -> bytes:
    """Where the window stood and how large it was, in Qt's own form; empty where that is not known."""
    kept = load().get("window")
    with suppress(ValueError):
        return base64.b64decode(kept, validate=True) if isinstance(kept, str) else b""
    return b""


def remember_window(geometry: bytes) -> bool:
    """Open the window there from now on."""
    return save({"window": base64.b64encode(geometry).decode()})


def remembered_head(uuid: str) -> tuple[int, bytes] | None:
    """Number and hash of the last audit entry of a case when it was last open here, or None."""
    heads = load().get("heads")
    kept = heads.get(uuid) if isinstance(heads, dict) else None
    match kept:
        case [int(number), str(digest)]:
            with suppress(ValueError):
                return number, bytes.fromhex(digest)
    return None


def remember_head(uuid: str, number: int, digest: bytes) -> bool:
    """Remember the last audit entry of a case; False where settings cannot be written."""

    def remember(kept: dict[str, Any]) -> dict[str, Any]:
        heads = kept.get("heads")
        return {**kept, "heads": {**(heads if isinstance(heads, dict) else {}), uuid: [number, digest.hex()]}}

    return _written(remember)


def _file() -> Path:
    return config_dir() / "settings.json"
