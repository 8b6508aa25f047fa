"""Manual pages, one for the program and one for each noun, made from what the commands say about themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import click

from release.steps import epoch, version


def pages(group: click.Group, name: str) -> Iterator[tuple[str, str]]:
    """Each page by its name (``reviewer-case``) as roff (man(7))."""
    context = click.Context(group, info_name=name)
    nouns = {word: command for word in group.list_commands(context) if (command := group.get_command(context, word))}
    yield name, _page(group, name, {f"{name} {word}": command for word, command in nouns.items()}, whole=False)
    for word, command in nouns.items():
        verbs = dict(_verbs(command, f"{name} {word}")) if isinstance(command, click.Group) else {}
        yield f"{name}-{word}", _page(command, f"{name} {word}", verbs, whole=True)


def _verbs(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            yield from _verbs(command, f"{name} {word}")
        elif command is not None and not command.hidden:
            yield f"{name} {word}", command


def _page(command: click.Command, name: str, below: dict[str, click.Command], *, whole: bool) -> str:
    date = dt.datetime.fromtimestamp(epoch(), dt.UTC).date().isoformat()
    title = name.replace(" ", "-")
    lines = [f'.TH "{_plain(title.upper())}" "1" "{date}" "Evidence Reviewer {version()}" "Evidence Reviewer"']
    lines += [".SH NAME", f"{_plain(title)} \\- {_plain(_first(command))}", ".SH SYNOPSIS"]
    lines += [f".B {_plain(name)}", _plain(" ".join(_usage(command, name)))]
    lines += [".SH DESCRIPTION", *_paragraphs(command.help or "")]
    lines += _options(command, name, ".SH OPTIONS")
    if below:
        lines.append(".SH COMMANDS")
    for words, each in below.items():
        if whole:
            lines += [f".SS {_plain(words)}", ".PP", _plain(" ".join(_usage(each, words)))]
            lines += [".PP", *_paragraphs(each.help or ""), *_options(each, words, "")]
        else:
            lines += [".TP", f".BR {_plain(words.replace(' ', '-'))} (1)", _plain(_first(each))]
    if whole:
        lines += [".SH SEE ALSO", ".BR reviewer (1)"]
    return "\n".join(line for line in lines if line) + "\n"


def _first(command: click.Command) -> str:
    return command.get_short_help_str(limit=200).rstrip(".")


def _usage(command: click.Command, name: str) -> list[str]:
    return command.collect_usage_pieces(click.Context(command, info_name=name))


def _paragraphs(text: str) -> Iterator[str]:
    for number, part in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield _plain(" ".join(part.replace("\b", "").split()))


def _options(command: click.Command, name: str, heading: str) -> list[str]:
    context = click.Context(command, info_name=name)
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    lines = [heading] if records and heading else []
    for option, said in records:
        lines += [".TP", f".B {_plain(option)}", _plain(" ".join(said.split())) or "\\&"]
    return lines


def _plain(text: str) -> str:
    """Text that roff prints as it stands."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace('"', "\\(dq")
    return f"\\&{text}" if text.startswith(".") else text
