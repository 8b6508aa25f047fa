-- Format 31: the agency that the papers of the case show at their head. There is at most one.

CREATE TABLE agency (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL DEFAULT '',
    lines TEXT NOT NULL DEFAULT '[]',                 -- of its address; an array of texts
    logo TEXT NOT NULL DEFAULT '',                    -- a PNG in base64 (RFC 4648), '' for none
    logo_width INTEGER NOT NULL DEFAULT 0,            -- in pixels
    logo_height INTEGER NOT NULL DEFAULT 0
) STRICT;
