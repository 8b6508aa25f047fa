-- Format 2: stores and archives, passwords, hidden text.

ALTER TABLE item ADD COLUMN folder TEXT NOT NULL DEFAULT '';       -- where in its container, '/' between names
ALTER TABLE item ADD COLUMN flags TEXT NOT NULL DEFAULT '';        -- short phrases, one a line: 'recovered', 'link to …'
ALTER TABLE item ADD COLUMN derived INTEGER NOT NULL DEFAULT 0;    -- bytes made from a store's properties
ALTER TABLE item ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;     -- a password is missing
CREATE INDEX item_locked ON item (id) WHERE locked;

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
