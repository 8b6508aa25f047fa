-- Format 15: searchable texts packed, behind an index that holds none.

DROP TRIGGER IF EXISTS note_added;
DROP TRIGGER IF EXISTS note_changed;
DROP TRIGGER IF EXISTS note_removed;
DROP TRIGGER IF EXISTS item_text_removed;
DROP TRIGGER IF EXISTS item_text_changed;
DROP TRIGGER IF EXISTS order_text_removed;
DROP TRIGGER IF EXISTS order_text_changed;
DROP TABLE item_fts;

-- Subject, people and hidden words are in their own tables and not here again.
ALTER TABLE item_text RENAME TO item_text_before;
CREATE TABLE item_text (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    attachments TEXT NOT NULL DEFAULT '',              -- its own name, unless it is a message, and those of its members
    by_original INTEGER NOT NULL DEFAULT 0,            -- whether the item's bytes were the dictionary for its body
    body BLOB NOT NULL                                 -- zstd of UTF-8; empty for no text
) STRICT;

-- Pages of SQLCipher have 4,016 bytes for their rows: blocks of the usual 4,050 would spill over.
CREATE VIRTUAL TABLE item_fts USING fts5 (
    subject, people, body, attachments, hidden,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO item_fts (item_fts, rank) VALUES ('pgsz', 3950);

-- Words taken out of an index without content stay in its blocks until these are merged. What reviewers write must go at
-- once, so notes have an index of their own; its row number is the item's.
CREATE VIRTUAL TABLE note_fts USING fts5 (notes, tokenize="unicode61 remove_diacritics 2");
INSERT INTO note_fts (note_fts, rank) VALUES ('secure-delete', 1);

-- The rows are brought over by repacking.py, which then drops what was before and runs format_15_after.sql.
