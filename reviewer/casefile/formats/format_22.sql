-- Format 22: drafts of notes are kept, and what a reviewer said to have read is told from what was merely open.

-- What a reviewer has typed of a note and not saved: one an item. No act: neither audited nor undone.
CREATE TABLE note_draft (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    reviewer TEXT NOT NULL,
    passage INTEGER REFERENCES passage (id) ON DELETE SET NULL,
    note INTEGER REFERENCES note (id) ON DELETE SET NULL, -- the note that is being changed, if any
    span TEXT NOT NULL DEFAULT '',                    -- of words that are no passage yet: [page, offset, page, offset]
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (item, reviewer)
) STRICT;
CREATE INDEX note_draft_passage ON note_draft (passage) WHERE passage IS NOT NULL;
CREATE INDEX note_draft_note ON note_draft (note) WHERE note IS NOT NULL;

-- An item that a reviewer said to have read. item_read has what was open for long enough.
CREATE TABLE item_reviewed (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    reviewer TEXT NOT NULL,
    UNIQUE (item, reviewer)
) STRICT;
