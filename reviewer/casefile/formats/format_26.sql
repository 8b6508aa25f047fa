-- Format 26: redactions, and what their reasons are called.

-- What of an item's pages a receiver must not see. Words have a quote and a span, a region has a box, a page neither.
CREATE TABLE redaction (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    rendition INTEGER NOT NULL REFERENCES rendition (id),
    kind TEXT NOT NULL CHECK (kind IN ('words', 'page', 'region')),
    start_page INTEGER NOT NULL,
    start_offset INTEGER NOT NULL DEFAULT 0,          -- code points; of words alone, as all of the next four
    end_page INTEGER NOT NULL,
    end_offset INTEGER NOT NULL DEFAULT 0,
    quote TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    box TEXT NOT NULL DEFAULT '',                     -- of a region: four numbers in points as JSON
    cover TEXT NOT NULL DEFAULT 'line' CHECK (cover IN ('line', 'words')),
    found_by TEXT NOT NULL DEFAULT '',                -- the pattern or the header field that led to it
    follows INTEGER REFERENCES redaction (id),        -- the same words, redacted first elsewhere
    reason TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'declined')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX redaction_item ON redaction (item);
CREATE INDEX redaction_rendition ON redaction (rendition);
CREATE INDEX redaction_follows ON redaction (follows);

-- Reasons that this case has beside those that the program brings, or calls otherwise.
CREATE TABLE redaction_reason (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    meaning TEXT NOT NULL
) STRICT;
