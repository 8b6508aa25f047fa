-- Format 21: seals. What each row was when it was last written, so that what others change in the file, or put back from an
-- older copy of it, is found; see seals.py.

CREATE TABLE seal_table (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE seal (
    seal_table INTEGER NOT NULL REFERENCES seal_table (id),
    key INTEGER NOT NULL,                              -- which rows of the table: see seal_places.py
    hash BLOB NOT NULL,
    PRIMARY KEY (seal_table, key)
) STRICT, WITHOUT ROWID;

-- The sum of the seals of all that changes by acts alone; the last entry of the trail that has one has the same.
CREATE TABLE seal_sum (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL CHECK (length(value) = 32)) STRICT;
INSERT INTO seal_sum (id, value) VALUES (1, zeroblob(32));
