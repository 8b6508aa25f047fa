"""Paragraphs of ``format=flowed`` put together again (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """Join lines that end in a space with the next one of the same quote depth; undo space-stuffing."""
    out: list[str] = []
    open_depth = -1
    for raw in text.splitlines():
        content = raw.lstrip(">")
        depth = len(raw) - len(content)
        content = content.removeprefix(" ")
        signature = content == "-- "
        soft = content.endswith(" ") and not signature
        if soft and delete_space:
            content = content[:-1]
        if open_depth == depth and not signature:
            out[-1] += content
        else:
            out.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if soft else -1
    return "\n".join(out)
