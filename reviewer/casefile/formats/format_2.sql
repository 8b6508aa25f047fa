-- Format 2: stores and archives, passwords, hidden text.

ALTER TABLE item ADD COLUMN folder TEXT NOT NULL DEFAULT '';       -- where in its container, '/' between names
ALTER TABLE item ADD COLUMN flags TEXT NOT NULL DEFAULT '';        -- short phrases, one a line: 'recovered', 'link to …'
ALTER TABLE item ADD COLUMN derived INTEGER NOT NULL DEFAULT 0;    -- bytes made from a store's properties
ALTER TABLE item ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;     -- a password is missing
CREATE INDEX item_locked ON item (id) WHERE locked;
CREATE INDEX item_duplicate_of ON item (duplicate_of) WHERE duplicate_of IS NOT NULL;

ALTER TABLE source_root ADD COLUMN medium TEXT NOT NULL DEFAULT '';  -- device, file system, label, as far as known

-- Passwords to try on every locked item of the case. Only ever in this encrypted file.
CREATE TABLE password (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- Words that an item contains and no page of it shows.
CREATE TABLE hidden_text (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    page INTEGER NOT NULL,                             -- from 1, 0 where not known
    how TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (item, seq)
) STRICT, WITHOUT ROWID;

-- They are searched like any other words, in a column of their own, so that a hit in them can be told.
DROP TRIGGER item_text_removed;
DROP TRIGGER item_text_changed;
DROP TABLE item_fts;
ALTER TABLE item_text ADD COLUMN hidden TEXT NOT NULL DEFAULT '';
CREATE VIRTUAL TABLE item_fts USING fts5 (
    subject, people, body, attachments, notes, hidden,
    content='item_text', content_rowid='item', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO item_fts (item_fts, rank) VALUES ('secure-delete', 1);
INSERT INTO item_fts (item_fts) VALUES ('rebuild');
CREATE TRIGGER item_text_removed AFTER DELETE ON item_text BEGIN
    INSERT INTO item_fts (item_fts, rowid, subject, people, body, attachments, notes, hidden)
    VALUES ('delete', old.item, old.subject, old.people, old.body, old.attachments, old.notes, old.hidden);
END;
CREATE TRIGGER item_text_changed AFTER UPDATE ON item_text BEGIN
    INSERT INTO item_fts (item_fts, rowid, subject, people, body, attachments, notes, hidden)
    VALUES ('delete', old.item, old.subject, old.people, old.body, old.attachments, old.notes, old.hidden);
    INSERT INTO item_fts (rowid, subject, people, body, attachments, notes, hidden)
    VALUES (new.item, new.subject, new.people, new.body, new.attachments, new.notes, new.hidden);
END;
