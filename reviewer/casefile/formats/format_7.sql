-- Format 7: people.

-- Where a name or address of an officer came from: 'roster', 'merge', or empty for by hand. A roster that is imported again
-- takes back only what a roster brought.
ALTER TABLE officer_name ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- Officers whom a passage names and of whom it is not known yet who they are.
CREATE TABLE unidentified (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL UNIQUE REFERENCES officer (id),
    description TEXT NOT NULL DEFAULT ''
) STRICT;

-- Officers who turned out to be another one: what they were called, and who they are.
CREATE TABLE officer_merge (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),  -- the one who stays
    serial TEXT NOT NULL UNIQUE,                       -- of the one who is no more
    name TEXT NOT NULL,
    rank TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    description TEXT,                                  -- NULL unless that one was unidentified
    reason TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX officer_merge_officer ON officer_merge (officer);

-- Which heading of the agency's rosters stands for which of our columns, as it was said at the last import.
CREATE TABLE roster_column (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    heading TEXT NOT NULL
) STRICT;

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind TEXT NOT NULL CHECK (kind IN ('vendor', 'agency', 'newspaper', 'other')),
    remark TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE organisation_domain (                     -- what stands behind the @ of its addresses
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    domain TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE INDEX organisation_domain_organisation ON organisation_domain (organisation);

CREATE TABLE organisation_person (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    position TEXT NOT NULL DEFAULT '',
    start TEXT NOT NULL DEFAULT '',                    -- ISO days, both included; empty leaves that end open
    "end" TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX organisation_person_organisation ON organisation_person (organisation);
CREATE INDEX organisation_person_address ON organisation_person (address);
