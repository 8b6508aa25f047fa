-- Format 3: order in the pile.
--
-- Everything up to the line “Reviewers' decisions” is derived from rows of formats 1 and 2 and can be made anew.

-- Whether work was begun that its closing act has not recorded yet.
CREATE TABLE arranging (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    unfinished INTEGER NOT NULL DEFAULT 0,
    signatures TEXT NOT NULL DEFAULT ''                -- how those in text_signature were made
) STRICT;
INSERT INTO arranging (id) VALUES (1);

-- One row for each message that was looked at.
CREATE TABLE message_fingerprint (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    sha256 BLOB CHECK (length(sha256) = 32),           -- NULL where too little is known to tell it from others
    attached INTEGER NOT NULL,                         -- inside another message, at whatever depth
    grouped INTEGER NOT NULL DEFAULT 0,                -- whether it was compared with those of the same fingerprint
    original INTEGER REFERENCES item (id)              -- the first item of the same message; NULL in that one itself
) STRICT;
CREATE INDEX message_fingerprint_sha256 ON message_fingerprint (sha256);
CREATE INDEX message_fingerprint_original ON message_fingerprint (original) WHERE original IS NOT NULL;
CREATE INDEX message_fingerprint_grouped ON message_fingerprint (sha256) WHERE NOT grouped;

-- What a list without duplicates leaves out: each second copy, with all below it.
CREATE TABLE suppressed (item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE) STRICT;

-- What threading needs of a message's text: hashes of some of its own words and of those it quotes, 4 bytes each.
CREATE TABLE message_words (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    own BLOB NOT NULL,
    quoted BLOB NOT NULL
) STRICT;

-- What the header lines above quoted text say of the message quoted.
CREATE TABLE quoted_header (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,                              -- from 1, in the order of the text: the innermost is the last
    name TEXT NOT NULL,
    address TEXT NOT NULL,                             -- lower case
    recipients TEXT NOT NULL,                          -- as written
    date TEXT NOT NULL,                                -- YYYY-MM-DDTHH:MM, of an unknown zone, or empty
    date_text TEXT NOT NULL,                           -- as written
    subject TEXT NOT NULL,
    PRIMARY KEY (item, seq)
) STRICT, WITHOUT ROWID;

-- A message that others name by its Message-ID and that is not here.
CREATE TABLE missing_message (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE
) STRICT;

-- Copies of one message share a place in their thread: that of the first of them.
CREATE TABLE thread_message (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    place INTEGER NOT NULL REFERENCES item (id)
) STRICT;
CREATE INDEX thread_message_place ON thread_message (place);

-- Which message answers which, and why we say so. Either end may be a message that is missing.
CREATE TABLE thread_edge (
    id INTEGER PRIMARY KEY,
    child INTEGER REFERENCES item (id) ON DELETE CASCADE,
    missing_child INTEGER REFERENCES missing_message (id),
    parent INTEGER REFERENCES item (id) ON DELETE CASCADE,
    missing_parent INTEGER REFERENCES missing_message (id),
    reason TEXT NOT NULL CHECK (reason IN ('references', 'in-reply-to', 'subject', 'quote')),
    evidence TEXT NOT NULL,
    CHECK ((child IS NULL) <> (missing_child IS NULL)),
    CHECK ((parent IS NULL) <> (missing_parent IS NULL))
) STRICT;
CREATE UNIQUE INDEX thread_edge_child ON thread_edge (child) WHERE child IS NOT NULL;
CREATE UNIQUE INDEX thread_edge_missing_child ON thread_edge (missing_child) WHERE missing_child IS NOT NULL;
CREATE INDEX thread_edge_parent ON thread_edge (parent);
CREATE INDEX thread_edge_missing_parent ON thread_edge (missing_parent);

-- Texts to compare, and the pairs that were found alike.
CREATE TABLE text_signature (
    item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    words INTEGER NOT NULL,                            -- 0: too short to compare, or a copy of another item
    minhash BLOB NOT NULL,
    compared INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE near_duplicate (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    similarity REAL NOT NULL,                          -- Jaccard, of the sets of shingles, exact
    PRIMARY KEY (item, other),
    CHECK (item < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_duplicate_other ON near_duplicate (other);

-- What was made of a text goes when the text does, so that it is made anew of the next.
CREATE TRIGGER order_text_removed AFTER DELETE ON item_text BEGIN
    UPDATE message_fingerprint SET original = NULL, grouped = 0 WHERE original = old.item;
    DELETE FROM message_fingerprint WHERE item IN (old.item, (SELECT parent FROM item WHERE id = old.item));
    DELETE FROM message_words WHERE item = old.item;
    DELETE FROM thread_edge WHERE reason = 'quote' AND (child = old.item OR parent = old.item);
    DELETE FROM quoted_header WHERE item = old.item;
    DELETE FROM near_duplicate WHERE item = old.item OR other = old.item;
    DELETE FROM text_signature WHERE item = old.item;
END;
CREATE TRIGGER order_text_changed AFTER UPDATE OF body ON item_text WHEN old.body <> new.body BEGIN
    UPDATE message_fingerprint SET original = NULL, grouped = 0 WHERE original = old.item;
    DELETE FROM message_fingerprint WHERE item = old.item;
    DELETE FROM message_words WHERE item = old.item;
    DELETE FROM thread_edge WHERE reason = 'quote' AND (child = old.item OR parent = old.item);
    DELETE FROM quoted_header WHERE item = old.item;
    DELETE FROM near_duplicate WHERE item = old.item OR other = old.item;
    DELETE FROM text_signature WHERE item = old.item;
END;

-- Reviewers' decisions ------------------------------------------------------------------------------------------
CREATE TABLE thread_correction (
    id INTEGER PRIMARY KEY,
    child INTEGER NOT NULL UNIQUE REFERENCES item (id),
    parent INTEGER REFERENCES item (id),               -- NULL: it answers none
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE alias_refusal (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'address')),
    value TEXT NOT NULL COLLATE NOCASE,
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (officer, kind, value)
) STRICT;
