-- Format 5: the ledger of benefits and endorsements.

-- Amounts are hundredths of the currency's unit; the value is that of one, paid was paid for all.
CREATE TABLE benefit (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    giver TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    giver_organisation INTEGER,
    via TEXT NOT NULL DEFAULT '',
    what TEXT NOT NULL CHECK (what IN ('device', 'discount code', 'money', 'service', 'other')),
    description TEXT NOT NULL DEFAULT '',
    quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
    value_low INTEGER CHECK (value_low >= 0),
    value_high INTEGER CHECK (value_high >= value_low),
    currency TEXT NOT NULL DEFAULT 'USD',
    valued TEXT NOT NULL DEFAULT '',                   -- how the value was found
    paid INTEGER NOT NULL DEFAULT 0 CHECK (paid >= 0),
    code TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    uses INTEGER CHECK (uses >= 0),                    -- as stated somewhere
    threshold INTEGER CHECK (threshold > 0),           -- uses that earn the reward
    reward TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL
        CHECK (outcome IN ('solicited', 'offered', 'accepted', 'declined', 'returned', 'passed on')),
    date_how TEXT NOT NULL DEFAULT '' CHECK (date_how IN ('', 'on', 'around', 'before', 'after', 'between')),
    date_first TEXT NOT NULL DEFAULT '',               -- YYYY, YYYY-MM or YYYY-MM-DD
    date_last TEXT NOT NULL DEFAULT '',                -- for between
    earliest TEXT NOT NULL DEFAULT '',                 -- the days that may be meant, worked out from the three above
    latest TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'alleged' CHECK (status IN ('alleged', 'supported', 'disputed', 'disproved')),
    merged_into INTEGER REFERENCES benefit (id),       -- it is the same benefit as that one
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    CHECK ((value_low IS NULL) = (value_high IS NULL)),
    CHECK (merged_into <> id)
) STRICT;
CREATE INDEX benefit_officer ON benefit (officer, earliest);
CREATE INDEX benefit_merged ON benefit (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX benefit_code ON benefit (code) WHERE code <> '';

-- The passage that proves a field of a benefit.
CREATE TABLE benefit_proof (
    id INTEGER PRIMARY KEY,
    benefit INTEGER NOT NULL REFERENCES benefit (id),
    field TEXT NOT NULL,
    passage INTEGER NOT NULL REFERENCES passage (id),
    UNIQUE (benefit, field, passage)
) STRICT;
CREATE INDEX benefit_proof_passage ON benefit_proof (passage);

-- Two entries that look like one benefit, and are not.
CREATE TABLE benefit_distinct (
    id INTEGER PRIMARY KEY,
    one INTEGER NOT NULL REFERENCES benefit (id),
    two INTEGER NOT NULL REFERENCES benefit (id),
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (one, two),
    CHECK (one < two)
) STRICT;
CREATE INDEX benefit_distinct_two ON benefit_distinct (two);

CREATE TABLE endorsement (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    product TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL CHECK (audience IN ('colleagues', 'residents', 'neighbourhood watch', 'public')),
    medium TEXT NOT NULL DEFAULT '',
    reach INTEGER CHECK (reach >= 0),                  -- how many people, as far as known
    date_how TEXT NOT NULL DEFAULT '' CHECK (date_how IN ('', 'on', 'around', 'before', 'after', 'between')),
    date_first TEXT NOT NULL DEFAULT '',
    date_last TEXT NOT NULL DEFAULT '',
    earliest TEXT NOT NULL DEFAULT '',
    latest TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX endorsement_officer ON endorsement (officer, earliest);

CREATE TABLE endorsement_passage (
    id INTEGER PRIMARY KEY,
    endorsement INTEGER NOT NULL REFERENCES endorsement (id),
    passage INTEGER NOT NULL REFERENCES passage (id),
    UNIQUE (endorsement, passage)
) STRICT;
CREATE INDEX endorsement_passage_passage ON endorsement_passage (passage);

-- What one giver may give one officer in a calendar year, by which rule, and when that was in force.
CREATE TABLE gift_limit (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL CHECK (rule <> ''),
    amount INTEGER NOT NULL CHECK (amount >= 0),       -- hundredths
    currency TEXT NOT NULL DEFAULT 'USD',
    start TEXT NOT NULL DEFAULT '',                    -- ISO days, both included; empty: open
    "end" TEXT NOT NULL DEFAULT '',
    UNIQUE (rule, currency, start)
) STRICT;
