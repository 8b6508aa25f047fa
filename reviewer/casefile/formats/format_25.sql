-- Format 25: productions, numbered sets of items for a receiver.

CREATE TABLE production (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    receiver TEXT NOT NULL,
    query TEXT NOT NULL,                              -- what it was made of, as typed
    prefix TEXT NOT NULL,
    width INTEGER NOT NULL CHECK (width BETWEEN 1 AND 12),
    first INTEGER NOT NULL CHECK (first > 0),
    last INTEGER NOT NULL CHECK (last >= first),      -- numbers of pages, without a gap
    confidentiality TEXT NOT NULL DEFAULT '',         -- stands beside each number
    natives TEXT NOT NULL DEFAULT '',                 -- kinds of which the files themselves go, a space between
    follows INTEGER UNIQUE REFERENCES production (id),  -- the earlier one that it supplements
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

-- What became of each item when it was made. What stays has no numbers.
CREATE TABLE production_item (
    id INTEGER PRIMARY KEY,
    production INTEGER NOT NULL REFERENCES production (id),
    position INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES item (id),
    family INTEGER NOT NULL REFERENCES item (id),     -- the outermost item that is no mailbox, store, archive or folder
    way TEXT NOT NULL CHECK (way IN ('goes', 'redacted', 'placeholder', 'stays')),
    reason TEXT NOT NULL DEFAULT '',                  -- a code: why it does not go as it is
    native INTEGER NOT NULL DEFAULT 0 CHECK (native IN (0, 1)),   -- its bytes go, beside a slip sheet
    rendition INTEGER REFERENCES rendition (id),      -- its pages; NULL: a slip sheet, or nothing
    first INTEGER,
    last INTEGER,
    UNIQUE (production, item),
    UNIQUE (production, position)
) STRICT;
CREATE INDEX production_item_item ON production_item (item);

-- Facts: no act takes them back.
CREATE TABLE production_delivery (
    id INTEGER PRIMARY KEY,
    production INTEGER NOT NULL UNIQUE REFERENCES production (id),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE production_recall (
    id INTEGER PRIMARY KEY,
    production_item INTEGER NOT NULL UNIQUE REFERENCES production_item (id),
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
