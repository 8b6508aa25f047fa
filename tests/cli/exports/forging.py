"""Make a bundle look whole again after something in it was replaced, as a forger would."""

from __future__ import annotations

import hashlib
from pathlib import Path


def write_again(out: Path, sha256: str) -> None:
    """Make the manifests fit a document that was put in the place of the last one, as a forger would."""
    lines = (out / "manifest-sha256.txt").read_text(encoding="ascii").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.endswith("data/exhibits/PMPD-000007.pdf\n"))
    lines[at] = f"{sha256}  data/exhibits/PMPD-000007.pdf\n"
    (out / "manifest-sha256.txt").write_text("".join(lines), encoding="ascii")
    payload = [path for path in (out / "data").rglob("*") if path.is_file()]
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    info = (out / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    info = [oxum if line.startswith("Payload-Oxum") else line for line in info]
    (out / "bag-info.txt").write_text("".join(f"{line}\n" for line in info), encoding="utf-8")
    tags = []
    for line in (out / "tagmanifest-sha256.txt").read_text(encoding="ascii").splitlines():
        name = line.partition("  ")[2]
        tags.append(f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n")
    (out / "tagmanifest-sha256.txt").write_text("".join(tags), encoding="ascii")
    request, digest = (out / "timestamp.tsq").read_bytes(), hashlib.sha256("".join(tags).encode()).digest()
    (out / "timestamp.tsq").write_bytes(request[:-35] + digest + request[-3:])
