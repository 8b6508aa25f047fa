-- Format 37: searches that are kept under a name, and what they had found when somebody last looked.

CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    query TEXT NOT NULL,
    found TEXT NOT NULL DEFAULT '',                   -- numbers of items, as in queue.items: "3-5,12"
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,                            -- UTC
    seen TEXT NOT NULL                                -- UTC: as of when found is
) STRICT;
