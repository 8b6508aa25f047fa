"""Office documents."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "office.active_parts": "it carries ActiveX controls; they were not run",
    "office.broken_off": "it broke off after {found:,} of {size:,} bytes",
    "office.cell_repeated": "a cell that is repeated {count:,} times is shown {limit:,} times",
    "office.cells_many": "only its first {limit:,} cells were read",
    "office.cells_or_letters_many": "only the first {cells:,} cells or {letters:,} characters were read",
    "office.cells_over": "it has more than the {limit:,} cells that are read of a workbook",
    "office.cells_refer_nowhere": "some of its cells refer to text that is not in it",
    "office.charset_guessed": "character set guessed: {charset}; neither the file nor its fonts name it",
    "office.columns_many": "cells beyond column {limit:,}, which no sheet has, were left out",
    "office.commands_many": "only its first {limit:,} words and commands were read",
    "office.edits_broken": (
        "its list of what was last saved breaks off; the newest state of each slide was looked for, and an older one "
        "may be shown"
    ),
    "office.end_missing": "the end of the file is missing or damaged; it was read as far as it goes",
    "office.entities": "its XML declares entities, which no Office document does, in a list that does not end",
    "office.entities_left_out": "its XML declares entities, which no Office document does; they were left out",
    "office.field_open": "a field in it is not closed; what it took up is shown in one piece, as hidden",
    "office.file_packed": "a file inside it cannot be unpacked",
    "office.files_many": "only the first {limit:,} files inside it were taken out",
    "office.flat_part_damaged": "a part of it is damaged",
    "office.formula_unvalued": "{sheet}: no value is stored for the formula in {cells}; the formula is shown",
    "office.formulas_many": "only the first {limit:,} formulas of a sheet are listed",
    "office.formulas_unvalued": (
        "{sheet}: no value is stored for the formula in {cells} and {more:,} more; the formula is shown"
    ),
    "office.group_open": "a group in it is not closed, so that its end may be missing",
    "office.letters_many": "only its first {limit:,} characters were read",
    "office.lock_damaged": "it is locked with a password, and what tells how is damaged",
    "office.lock_newer": "it is locked with a password, in a newer way that is not followed here",
    "office.lock_too_much_work": (
        "it is locked with a password, and asks for more work to try one than any program allows"
    ),
    "office.lock_unfollowed": "it is locked with a password, in a way that could not be followed",
    "office.lock_unknown": "it is locked with a password, in a way that is not followed here",
    "office.loose_slide_unread": "a slide that no list of slides names cannot be read",
    "office.macro_sheet": "it carries a macro sheet, which was not run",
    "office.macros": "it carries macros; they were not run",
    "office.more": "there is more that was not read",
    "office.nested_deep": "what is nested deeper than {limit:d} levels is shown without its order",
    "office.no_reader": "there is no reader for a {format}",
    "office.no_workbook": "this is no workbook",
    "office.none": "this is not an Office document",
    "office.part_broken_off": "its part {part} breaks off",
    "office.part_damaged": "its part {part} is damaged: what could be read of it is here, and words may be missing",
    "office.part_entities": (
        "its part {part} declares entities, which no Office document does; they were left out, and nothing was fetched"
    ),
    "office.part_missing": "its part {part} is missing",
    "office.part_over_limit": "its part {part} unpacks to more than the limit of {limit:size}",
    "office.part_packed": "its part {part} cannot be unpacked",
    "office.part_unread": "its part {part} cannot be read",
    "office.parts_many": "it is a package of too many parts to be a document",
    "office.records_damaged": "its records are damaged",
    "office.refers_to": "it refers to {target}",
    "office.rights_managed": "it is locked by rights management, which only the server of its owner opens",
    "office.row_repeated": "a row that is repeated {count:,} times is shown {limit:,} times",
    "office.saved_fast": (
        "it was saved with “fast save” by Word 2: words stand in the order in which they were written, and deleted "
        "ones among them"
    ),
    "office.shared_damaged": "what its sheets share is damaged",
    "office.sheet_damaged": "the sheet “{sheet}” is damaged; it was read as far as that",
    "office.sheet_entities": "a sheet declares entities, which no Office document does; they were left out",
    "office.sheet_missing": "the sheet “{sheet}” is missing",
    "office.sheet_twice": "the sheet “{sheet}” lies where another does",
    "office.sheet_xml_damaged": "the XML of a sheet is damaged; it was read as far as that",
    "office.sheets_are_other": "the part that should hold its sheets holds something else",
    "office.sheets_unread": "the part that should hold its sheets cannot be read",
    "office.signed": "it carries a signature, which was not checked",
    "office.slide_missing": "one of its slides is missing",
    "office.slide_unread": "slide {number:d} cannot be read",
    "office.slides_are_other": "the part that should hold its slides holds something else",
    "office.slides_unordered": (
        "its list of slides cannot be followed, so that its words stand in the order of the file"
    ),
    "office.slides_unread": "the part that should hold its slides cannot be read",
    "office.tables_damaged": "the tables that say where its text lies are damaged",
    "office.text_beyond_end": "the file breaks off before the part that holds its text",
    "office.text_broken_off": "the part that should hold its text breaks off",
    "office.text_is_other": "the part that should hold its text holds something else",
    "office.text_long": "only its first {limit:,} characters were taken",
    "office.text_map_damaged": "the table that says where its text lies is damaged",
    "office.text_map_missing": "the part that says where its text lies is missing",
    "office.text_missing": "the part that holds its text is missing",
    "office.text_part_missing": "the part that should hold its text is missing",
    "office.text_repeated": "the tables that say where its text lies point to the same text many times",
    "office.text_table_damaged": "the XML of its text table is damaged; it was read as far as that",
    "office.too_damaged": "the file is too damaged to be read",
    "office.word_95": "it is from Word 95 or before: hidden and deleted words are shown as if they were not",
    "office.would_fetch": "it would fetch {target} ({role})",
    "office.xml_damaged": "its XML is damaged: what could be read of it is here, and words may be missing",
    "office.xml_unreadable": "its XML is too damaged to be read",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
