"""Readers, the processes they run in, and reasons as such."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "reader.alone": "there is nobody to give the reader the bytes that it wants, or to take those it has",
    "reader.answer": "the reader's answer made no sense: {detail}",
    "reader.converts_only": "the converter does nothing but convert one document at a time",
    "reader.damaged": "it is damaged or broken off: {format}",
    "reader.ranks_only": "the ranker does nothing but rank what it was given",
    "reader.encrypts_only": "the encrypter does nothing but encrypt what it was given",
    "reader.decodes_only": "the decoder does nothing but decode one picture",
    "reader.empty": "it is empty: there is not one byte in it",
    "reader.fault": "the reader could not cope with it ({error}: {detail})",
    "reader.files_differ": "there is not one file for each item to read",
    "reader.locked": "it is locked with a password",
    "reader.mailbox_from_beginning": "a mailbox has to be split from its beginning",
    "reader.memory": "it needs more memory than a reader may have",
    "reader.needs_document_and_pages": "this needs a document and its pages",
    "reader.needs_one_file": "this needs exactly one file",
    "reader.nesting": "it is nested too deeply",
    "reader.no_container": "no container is open to take members from",
    "reader.no_document": "no document is open to be drawn or recognised",
    "reader.no_reader": "no reader yet for {format}",
    "reader.lookalike": (
        "not all letters of “{text}” are what they look like: letter {letter} is a {name}; "
        "a search for the word as it looks does not find it"
    ),
    "reader.lookalike_rest": (
        "letters that look like others were looked for in its first {letters:,} letters, at {places:,} places at most; "
        "its rest was not looked at for them"
    ),
    "reader.no_reader_yet": "no reader yet for this kind of file",
    "reader.not_done_here": "a parse worker does not do {request}",
    "reader.not_taken_apart": "a {kind} is not taken apart member by member",
    "reader.prints_only": "the print worker does nothing but print",
    "reader.rest_unread": "the rest of it could not be read: {because}",
    "reader.slow_items": (
        "what takes long to read in its file used up {limit:d} seconds of processor time together; "
        "it would take long, too, and can be tried again by itself"
    ),
    "reader.too_large": "it is larger than a reader can take",
    "reader.turned": (
        "some of its text is shown in another order than it is stored in and searched by ({how}): stored is “{text}”"
    ),
    "reason.legacy": "{sentence}",
    "reason.more": "and {count:,} more",
    "reason.unknown": "a reason that this version does not know ({code})",
    "worker.crashed": "the {worker} crashed (signal {signal:d})",
    "worker.exited": "the {worker} ended by itself (exit code {exit:d})",
    "worker.forbidden": "the {worker} tried something it may not do and was stopped (signal {signal:d})",
    "worker.killed": "the {worker} was ended by the system, perhaps for want of memory (signal {signal:d})",
    "worker.no_converter": "there is no LibreOffice on this machine",
    "worker.no_ranker": "what ranks by relevance cannot be started on this machine",
    "worker.no_encrypter": "what encrypts a report cannot be started on this machine",
    "worker.no_decoder": "there is no decoder of HEIC pictures on this machine",
    "worker.no_memory_folder": "LibreOffice is not used: there is no folder in memory here ({folder})",
    "worker.no_printer": "there is no print worker on this machine",
    "worker.nonsense": "the {worker} answered nonsense: {detail}",
    "worker.not_started": "no reader could be started: {detail}",
    "worker.not_usable": "{detail}",
    "worker.picture_large": "so large a picture of a page cannot be drawn at once",
    "worker.processor_time": "the {worker} used up its processor time (signal {signal:d})",
    "worker.program_not_started": "{worker} could not be started: {detail}",
    "worker.shut_down": "the workers were shut down",
    "worker.silent": "the {worker} stopped answering",
    "worker.timeout": "the {worker} took longer than {seconds} seconds and was ended",
    "worker.too_much": "{size:,} bytes in {pieces:,} pieces are more than a worker takes at once",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
