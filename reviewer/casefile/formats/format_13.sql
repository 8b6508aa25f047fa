-- Format 13: originals compressed with a dictionary.

-- What small contents and texts are compressed with: made of the first messages of a case, and never changed.
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('originals', 'texts')),
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    data BLOB NOT NULL
) STRICT;

-- With a row number of its own: a row of a table without one spills over to pages of its own from 1 kB on, half empty ones.
ALTER TABLE piece RENAME TO piece_before;
CREATE TABLE piece (
    content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    dictionary INTEGER REFERENCES dictionary (id),     -- what it was compressed with; NULL for none
    data BLOB,                                         -- zstd
    whole INTEGER REFERENCES content (id),
    PRIMARY KEY (content, seq),
    CHECK ((data IS NULL) <> (whole IS NULL))
) STRICT;
-- The rows are brought over by repacking.py, which then drops what was before.
