-- Format 29: the lawyers of the case, by whom privilege is looked for.

CREATE TABLE lawyer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',                 -- of an e-mail; '' where it is not known
    domain TEXT NOT NULL DEFAULT '',                  -- of a firm: all its addresses
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (name, address, domain)
) STRICT;
