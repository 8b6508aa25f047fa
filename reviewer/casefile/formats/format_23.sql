-- Format 23: calls of privilege, with their kind and basis, take the place of a mark.

-- What a reviewer says of an item, or of some words of it. One call an item as a whole, one a passage.
CREATE TABLE privilege_call (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    passage INTEGER UNIQUE REFERENCES passage (id),   -- of these words alone; NULL: of the whole item
    kind TEXT NOT NULL CHECK (kind IN ('attorney-client', 'work-product', 'other', 'unspecified', 'not-privileged')),
    basis TEXT NOT NULL DEFAULT '',                   -- why; it stands in the privilege log
    description TEXT NOT NULL DEFAULT '',             -- for the log, in place of the one that is made of dates and people
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX privilege_call_whole ON privilege_call (item) WHERE passage IS NULL;
CREATE INDEX privilege_call_item ON privilege_call (item);
