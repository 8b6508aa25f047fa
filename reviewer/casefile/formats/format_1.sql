-- Format version 1 of the case file. Later versions add to it: never edit what is here.

CREATE TABLE case_record (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uuid TEXT NOT NULL,
    title TEXT NOT NULL,
    reference TEXT NOT NULL,
    control_prefix TEXT NOT NULL,
    created TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

CREATE TABLE custodian (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Originals -----------------------------------------------------------------------------------------------------
-- The bytes of a content are its pieces, one after the other: compressed bytes, or the whole of another content
-- (a mailbox is made of its messages and what stands between them, so nothing is stored twice).
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    size INTEGER NOT NULL
) STRICT;

CREATE TABLE piece (
    content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    data BLOB,                                        -- zstd
    whole INTEGER REFERENCES content (id),
    PRIMARY KEY (content, seq),
    CHECK ((data IS NULL) <> (whole IS NULL))
) STRICT, WITHOUT ROWID;

-- Evidence ------------------------------------------------------------------------------------------------------
CREATE TABLE intake (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    finished TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'stopped')),
    reviewer TEXT NOT NULL,
    custodian INTEGER REFERENCES custodian (id),
    source TEXT NOT NULL DEFAULT '',
    program TEXT NOT NULL
) STRICT;

-- A root that was named to an intake (a folder or a file), and every file found below it.
CREATE TABLE source_root (
    id INTEGER PRIMARY KEY,
    intake INTEGER NOT NULL REFERENCES intake (id),
    path TEXT NOT NULL,
    path_bytes BLOB NOT NULL
) STRICT;

CREATE TABLE source_file (
    id INTEGER PRIMARY KEY,
    root INTEGER NOT NULL REFERENCES source_root (id),
    path TEXT NOT NULL,                               -- relative to the root, '/' between names, for people
    path_bytes BLOB NOT NULL,                         -- relative to the root, as the file system has it
    size INTEGER NOT NULL,
    modified TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    item INTEGER REFERENCES item (id),
    UNIQUE (root, path_bytes)
) STRICT;
CREATE INDEX source_file_failed ON source_file (id) WHERE state = 'failed';
CREATE INDEX source_file_item ON source_file (item);

CREATE TABLE item (
    id INTEGER PRIMARY KEY,                           -- also the control number
    intake INTEGER NOT NULL REFERENCES intake (id),
    custodian INTEGER REFERENCES custodian (id),
    parent INTEGER REFERENCES item (id),
    family INTEGER NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,              -- among the children of its parent
    depth INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    path TEXT NOT NULL DEFAULT '',                    -- of the file on the medium; for a member, of its outermost container
    kind TEXT NOT NULL,
    media_type TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('ok', 'partial', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    content INTEGER REFERENCES content (id),          -- NULL when not even the bytes could be had
    duplicate_of INTEGER REFERENCES item (id),        -- the first item that had the same bytes
    inline INTEGER NOT NULL DEFAULT 0,
    from_mbox INTEGER NOT NULL DEFAULT 0,
    declared INTEGER NOT NULL DEFAULT 0,              -- members this container says it has; 0 for what contains nothing
    subject TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT '',                  -- "Name <address>"
    recipients TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',                    -- UTC, or empty
    zone INTEGER,                                     -- minutes from UTC as the sender had them
    message_id TEXT NOT NULL DEFAULT '',
    in_reply_to TEXT NOT NULL DEFAULT '',
    reference_ids TEXT NOT NULL DEFAULT '',           -- one a line
    attachments INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,                 -- 0 until known
    metadata TEXT NOT NULL DEFAULT '{}'               -- JSON: what else the format tells, and defects
) STRICT;
CREATE INDEX item_parent ON item (parent, position);
CREATE INDEX item_family ON item (family, id);
CREATE INDEX item_date ON item (date, id);
CREATE INDEX item_sender ON item (sender, id);
CREATE INDEX item_subject ON item (subject, id);
CREATE INDEX item_content ON item (content);
CREATE INDEX item_message_id ON item (message_id) WHERE message_id <> '';
CREATE INDEX item_state ON item (state) WHERE state <> 'ok';

CREATE TABLE participant (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,                            -- lower case
    PRIMARY KEY (item, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_address ON participant (address, item);

-- Pages ---------------------------------------------------------------------------------------------------------
CREATE TABLE rendition (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL UNIQUE REFERENCES item (id) ON DELETE CASCADE,
    content INTEGER NOT NULL REFERENCES content (id), -- a PDF; the item's own content when that is one
    engine TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    made TEXT NOT NULL
) STRICT;

CREATE TABLE page (
    rendition INTEGER NOT NULL REFERENCES rendition (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                          -- from 1
    width REAL NOT NULL,                              -- points, as displayed
    height REAL NOT NULL,
    text TEXT NOT NULL,
    boxes BLOB NOT NULL,                              -- zstd of pagetext.pack_boxes
    PRIMARY KEY (rendition, number)
) STRICT, WITHOUT ROWID;

-- Search --------------------------------------------------------------------------------------------------------
CREATE TABLE item_text (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    subject TEXT NOT NULL DEFAULT '',
    people TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    attachments TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE VIRTUAL TABLE item_fts USING fts5 (
    subject, people, body, attachments, notes,
    content='item_text', content_rowid='item', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO item_fts (item_fts, rank) VALUES ('secure-delete', 1);

-- New rows are put into the index a batch at a time, by keeping.py: a trigger for each would make FTS5 write out what it
-- holds in memory after each, which costs an intake a quarter of its time.
CREATE TRIGGER item_text_removed AFTER DELETE ON item_text BEGIN
    INSERT INTO item_fts (item_fts, rowid, subject, people, body, attachments, notes)
    VALUES ('delete', old.item, old.subject, old.people, old.body, old.attachments, old.notes);
END;
CREATE TRIGGER item_text_changed AFTER UPDATE ON item_text BEGIN
    INSERT INTO item_fts (item_fts, rowid, subject, people, body, attachments, notes)
    VALUES ('delete', old.item, old.subject, old.people, old.body, old.attachments, old.notes);
    INSERT INTO item_fts (rowid, subject, people, body, attachments, notes)
    VALUES (new.item, new.subject, new.people, new.body, new.attachments, new.notes);
END;

-- Reviewers' work -----------------------------------------------------------------------------------------------
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES tag (id),
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    color TEXT NOT NULL,
    key TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX tag_key ON tag (key) WHERE key <> '';

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    rendition INTEGER NOT NULL REFERENCES rendition (id),
    start_page INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,                    -- code points
    end_page INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    quote TEXT NOT NULL CHECK (quote <> ''),
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX passage_item ON passage (item, start_page, start_offset);

CREATE TABLE passage_tag (
    id INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passage (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    UNIQUE (passage, tag)
) STRICT;
CREATE INDEX passage_tag_tag ON passage_tag (tag);

CREATE TABLE officer (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    rank TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE officer_name (                           -- aliases and addresses
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'address')),
    value TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (officer, kind, value)
) STRICT;
CREATE INDEX officer_name_value ON officer_name (value);

CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    station TEXT NOT NULL,
    start TEXT NOT NULL DEFAULT '',
    "end" TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX assignment_officer ON assignment (officer);

CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passage (id),
    officer INTEGER NOT NULL REFERENCES officer (id),
    role TEXT NOT NULL,
    grade TEXT NOT NULL,
    UNIQUE (passage, officer, role)
) STRICT;
CREATE INDEX link_officer ON link (officer);

CREATE TABLE note (                                   -- on a passage, an item or an officer: just one of them
    id INTEGER PRIMARY KEY,
    passage INTEGER REFERENCES passage (id),
    item INTEGER REFERENCES item (id),
    officer INTEGER REFERENCES officer (id),
    text TEXT NOT NULL CHECK (text <> ''),
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    CHECK ((passage IS NOT NULL) + (item IS NOT NULL) + (officer IS NOT NULL) = 1)
) STRICT;
CREATE INDEX note_passage ON note (passage);
CREATE INDEX note_item ON note (item);
CREATE INDEX note_officer ON note (officer);

-- Notes on an item, or on a passage of it, are searched with the item.
CREATE TRIGGER note_added AFTER INSERT ON note BEGIN
    UPDATE item_text SET notes = (
        SELECT coalesce(group_concat(n.text, char(10)), '') FROM note n LEFT JOIN passage p ON p.id = n.passage
        WHERE coalesce(n.item, p.item) = item_text.item)
    WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage));
END;
CREATE TRIGGER note_changed AFTER UPDATE ON note BEGIN
    UPDATE item_text SET notes = (
        SELECT coalesce(group_concat(n.text, char(10)), '') FROM note n LEFT JOIN passage p ON p.id = n.passage
        WHERE coalesce(n.item, p.item) = item_text.item)
    WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage));
END;
CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    UPDATE item_text SET notes = (
        SELECT coalesce(group_concat(n.text, char(10)), '') FROM note n LEFT JOIN passage p ON p.id = n.passage
        WHERE coalesce(n.item, p.item) = item_text.item)
    WHERE item = coalesce(old.item, (SELECT item FROM passage WHERE id = old.passage));
END;

CREATE TABLE item_mark (                              -- relevance and privilege, one row an item once anyone said
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL UNIQUE REFERENCES item (id),
    relevance TEXT NOT NULL DEFAULT '' CHECK (relevance IN ('', 'relevant', 'not relevant')),
    privileged INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE item_read (                              -- who has read what; not an act, so neither audited nor undone
    item INTEGER NOT NULL REFERENCES item (id),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (item, reviewer)
) STRICT, WITHOUT ROWID;

-- Audit ---------------------------------------------------------------------------------------------------------
-- One entry an act, in the act's own transaction; see audit.py for what is hashed.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,                           -- 1, 2, 3 … without gaps
    at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    act TEXT NOT NULL,                                -- 'passage add'
    subject TEXT NOT NULL DEFAULT '',                 -- what it was done to, for people: a control number, a serial
    detail TEXT NOT NULL,                             -- canonical JSON: {"changes": […], "facts": {…}}
    undoes INTEGER REFERENCES audit (id),
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_undoes ON audit (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit trail is append-only'); END;
