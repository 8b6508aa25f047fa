"""What is remembered on this laptop, outside every case file: who reviews, recent cases, heads of audit trails.

One small JSON file, readable by its owner only. It never holds words of evidence, passphrases or keys.
"""

from __future__ import annotations

import getpass
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs


def config_dir() -> Path:
    """The folder of what belongs to the program and not to a case; ``REVIEWER_CONFIG`` names another."""
    named = os.environ.get("REVIEWER_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("evidence-reviewer", appauthor=False)


def load() -> dict[str, Any]:
    """All settings; none when there is no such file, or when it cannot be read as one."""
    try:
        read = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def save(changed: dict[str, Any]) -> bool:
    """Merge some settings into the file; False where this laptop does not let us write it."""
    target = _file()
    text = json.dumps({**load(), **changed}, indent=1, sort_keys=True)  # all ASCII: a path need not be Unicode
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


def reviewer_name() -> str:
    """Who reviews: as remembered on this laptop, else the login name."""
    remembered = load().get("reviewer")
    if isinstance(remembered, str) and remembered.strip():
        return remembered
    # No user database and no environment: an act still needs a name.
    with suppress(KeyError, OSError, ImportError):
        return getpass.getuser()
    return "reviewer"


def remember_reviewer(name: str) -> bool:
    """Use this name from now on."""
    return save({"reviewer": name})


def recent_cases() -> list[Path]:
    """Cases opened on this laptop, the latest first, of which the file is still there."""
    listed = load().get("recent")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    return [Path(name) for name in names if os.path.exists(name)]  # noqa: PTH110 - Path.exists may raise


def add_recent_case(path: Path, keep: int = 12) -> bool:
    """Put a case on top of the recent ones."""
    whole = path.absolute()
    others = [str(other) for other in recent_cases() if other != whole]
    return save({"recent": [str(whole), *others][:keep]})


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
    heads = load().get("heads")
    kept = dict(heads) if isinstance(heads, dict) else {}
    if kept.get(uuid) == [number, digest.hex()]:
        return True
    kept[uuid] = [number, digest.hex()]
    return save({"heads": kept})


def _file() -> Path:
    return config_dir() / "settings.json"
