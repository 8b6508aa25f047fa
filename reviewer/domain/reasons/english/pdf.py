"""PDFs, and pages drawn or made of them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "pdf.actions_unread": "its actions could not be looked for, as the PDF is damaged",
    "pdf.clip_outside": "that part lies outside the page",
    "pdf.damaged": "the PDF is damaged: {because}",
    "pdf.empty": "the PDF is empty",
    "pdf.encryption_unknown": "the PDF is encrypted in a way that cannot be undone here",
    "pdf.file_missing": "the attached file “{name}” is missing: {because}",
    "pdf.file_packed": "its bytes cannot be unpacked",
    "pdf.file_size_differs": "the PDF declares {declared:,} bytes and holds {found:,}",
    "pdf.files_large": "the attached files are too large together",
    "pdf.files_many": "only the first {limit:,} attached files were taken out",
    "pdf.files_unread": "the files attached to it could not be looked for, as the PDF is damaged",
    "pdf.form_unread": "its form could not be looked for, as the PDF is damaged",
    "pdf.hidden_looked_for": "looked for on the first {limit:,} pages",
    "pdf.hidden_in_time": (
        "words hidden in it were looked for before page {page:d} only, since its processor time was used up"
    ),
    "pdf.hidden_letters": ("hidden words on page {page:d} were not looked for: it draws more than {limit:,} letters"),
    "pdf.hidden_unread": "hidden words in it could not be looked for, as the PDF is damaged",
    "pdf.labels_differ": "there are {labels:d} labels for {count:d} pages",
    "pdf.highlight_off": "a highlight stands on page {page:d} of {count:d}",
    "pdf.left_out": "left out of this copy: {what}",
    "pdf.locked": "the PDF needs a password",
    "pdf.locked_still": "the PDF needs a password that is not among those tried",
    "pdf.mended_copy": "a copy that {reader} made, as the PDF is damaged",
    "pdf.no_page": "the PDF is damaged: no page can be found in it",
    "pdf.no_page_readable": "the PDF is damaged: none of its pages can be read",
    "pdf.no_such_page": "there is no page {page:d} in a document of {count:d} pages",
    "pdf.none": "this is not a PDF",
    "pdf.not_bound": "the report and its exhibits could not be made one PDF",
    "pdf.not_encrypted": "the report could not be encrypted so that it opens again",
    "pdf.not_redacted": "the redacted copy could not be made",
    "pdf.not_stamped": "the PDF is too damaged to make an exhibit of it",
    "pdf.not_shown": "in this copy and seen on no page of it: {what}",
    "pdf.notes_unread": "the notes on its pages could not be looked for, as the PDF is damaged",
    "pdf.page_damaged": "page {page:d} is damaged and could not be read",
    "pdf.page_damaged_in_part": "page {page:d} is damaged in part; words may be missing",
    "pdf.page_not_drawn": "page {page:d} is damaged and cannot be drawn",
    "pdf.page_size": "page {page:d} claims to be {width} by {height} points, which no page can be",
    "pdf.pages_gathered": (
        "it is damaged: its list of pages is lost; {count:,} {count:page was|pages were} found without it and may "
        "stand in another order"
    ),
    "pdf.pages_many": "the PDF has {count:,} pages; {limit:,} are the most that can be read",
    "pdf.pages_not_copied": "its pages could not be copied",
    "pdf.pages_unread": (
        "from page {page:d} on its pages were not read, since they take more processor time than an item may have"
    ),
    "pdf.picture_large": "the picture would be too large; ask for less of the page, or for a smaller scale",
    "pdf.picture_over_memory": "the picture would be too large for the memory shared with the window",
    "pdf.redaction_off": "a redaction stands on page {page:d} of {count:d}",
    "pdf.scale": "a page can be drawn at {least} to {most} pixels a point",
    "pdf.second_reader": (
        "it is damaged: the first reader found no page in it, {reader} read its pages; attached files and form fields "
        "could not be looked for"
    ),
    "pdf.text_many": "from page {page:d} on there is more text than can be kept",
    "pdf.unlocked_copy": "a copy without its password",
    "pdf.unreadable": "the PDF is damaged beyond reading",
    "pdf.words_off": "words stand on page {page:d} of {count:d}",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
