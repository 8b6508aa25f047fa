-- Format 39: what notes are as a rule; confidential sources, and which receivers may see them; the order of a production.

CREATE TABLE note_rule (                              -- there is at most one; without it notes are private
    id INTEGER PRIMARY KEY CHECK (id = 1),
    for_report INTEGER NOT NULL DEFAULT 0 CHECK (for_report IN (0, 1))
) STRICT;

CREATE TABLE confidential_source (                    -- a person whose identity must not leave
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL                                  -- UTC
) STRICT;

CREATE TABLE confidential_source_word (               -- what gives them away, beside the name
    id INTEGER PRIMARY KEY,
    confidential_source INTEGER NOT NULL REFERENCES confidential_source (id),
    kind TEXT NOT NULL CHECK (kind IN ('spelling', 'address', 'number')),
    words TEXT NOT NULL,
    UNIQUE (confidential_source, kind, words)
) STRICT;

ALTER TABLE production ADD COLUMN arranged TEXT NOT NULL DEFAULT 'control'
    CHECK (arranged IN ('control', 'date', 'custodian', 'thread'));
ALTER TABLE production ADD COLUMN sources INTEGER NOT NULL DEFAULT 0 CHECK (sources IN (0, 1)); -- whether its receiver may see them
