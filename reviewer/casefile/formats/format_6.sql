-- Format 6: policy, allegations, findings, the history of complaints.

-- A rule of policy. One that was reworded has one row for each wording, with the days it was in force.
CREATE TABLE clause (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL COLLATE NOCASE CHECK (code <> ''),                -- as the manual numbers it: '3.14'
    name TEXT NOT NULL CHECK (name <> ''),
    topic TEXT NOT NULL CHECK (topic IN ('gratuity', 'endorsement', 'conflict of interest', 'other')),
    text TEXT NOT NULL,
    start TEXT NOT NULL DEFAULT '',                    -- first and last day in force; empty where that end is open
    "end" TEXT NOT NULL DEFAULT '',
    UNIQUE (code, start)
) STRICT;

CREATE TABLE clause_element (                         -- what has to be proved
    id INTEGER PRIMARY KEY,
    clause INTEGER NOT NULL REFERENCES clause (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX clause_element_clause ON clause_element (clause);

CREATE TABLE clause_exemption (
    id INTEGER PRIMARY KEY,
    clause INTEGER NOT NULL REFERENCES clause (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX clause_exemption_clause ON clause_exemption (clause);

CREATE TABLE allegation (
    id INTEGER PRIMARY KEY,
    officer INTEGER NOT NULL REFERENCES officer (id),
    clause INTEGER NOT NULL REFERENCES clause (id),
    act TEXT NOT NULL CHECK (act <> ''),
    first TEXT NOT NULL,                               -- the act lies between these days, both included
    last TEXT NOT NULL,
    vendor TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX allegation_officer ON allegation (officer);
CREATE INDEX allegation_clause ON allegation (clause);

-- What speaks for or against an element. The target may go or change: then what was relied on differs from what is.
CREATE TABLE allegation_ground (
    id INTEGER PRIMARY KEY,
    allegation INTEGER NOT NULL REFERENCES allegation (id),
    element INTEGER NOT NULL REFERENCES clause_element (id),
    side TEXT NOT NULL CHECK (side IN ('for', 'against')),
    kind TEXT NOT NULL CHECK (kind IN ('passage', 'benefit', 'endorsement')),
    target INTEGER NOT NULL,
    relied TEXT NOT NULL,                              -- JSON: what it was when it was put here
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (allegation, element, side, kind, target)
) STRICT;
CREATE INDEX allegation_ground_target ON allegation_ground (kind, target);
CREATE INDEX allegation_ground_element ON allegation_ground (element);

CREATE TABLE allegation_explanation (
    id INTEGER PRIMARY KEY,
    allegation INTEGER NOT NULL REFERENCES allegation (id),
    element INTEGER NOT NULL REFERENCES clause_element (id),
    text TEXT NOT NULL CHECK (text <> ''),
    reviewer TEXT NOT NULL,
    UNIQUE (allegation, element)
) STRICT;
CREATE INDEX allegation_explanation_element ON allegation_explanation (element);

-- That a side of an element was looked for and nothing was found, and the searches that were made.
CREATE TABLE allegation_confirmation (
    id INTEGER PRIMARY KEY,
    allegation INTEGER NOT NULL REFERENCES allegation (id),
    element INTEGER NOT NULL REFERENCES clause_element (id),
    side TEXT NOT NULL CHECK (side IN ('for', 'against')),
    note TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (allegation, element, side)
) STRICT;
CREATE INDEX allegation_confirmation_element ON allegation_confirmation (element);

CREATE TABLE allegation_search (
    id INTEGER PRIMARY KEY,
    confirmation INTEGER NOT NULL REFERENCES allegation_confirmation (id),
    query TEXT NOT NULL CHECK (query <> ''),
    hits INTEGER NOT NULL,                             -- how many items it found then
    items INTEGER NOT NULL,                            -- how many there were to search
    recognised INTEGER NOT NULL,                       -- how many pages had been read by OCR
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX allegation_search_confirmation ON allegation_search (confirmation);

-- What an agency itself calls the outcome.
CREATE TABLE finding_label (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (label <> ''),
    outcome TEXT NOT NULL CHECK (outcome IN ('sustained', 'not sustained', 'exonerated', 'unfounded'))
) STRICT;

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    allegation INTEGER NOT NULL REFERENCES allegation (id),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'reviewed', 'final')),
    outcome TEXT NOT NULL CHECK (outcome IN ('sustained', 'not sustained', 'exonerated', 'unfounded')),
    label TEXT NOT NULL DEFAULT '',
    standard TEXT NOT NULL CHECK (
        standard IN ('preponderance of the evidence', 'clear and convincing evidence', 'beyond reasonable doubt')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    exemption INTEGER REFERENCES clause_exemption (id),
    author TEXT NOT NULL,                              -- who wrote these words
    reopens INTEGER REFERENCES finding (id),
    basis TEXT NOT NULL                                -- JSON: all that it rests on, as it was when it was last affirmed
) STRICT;
CREATE UNIQUE INDEX finding_current ON finding (allegation) WHERE current;
CREATE INDEX finding_allegation ON finding (allegation);

CREATE TABLE finding_step (                           -- who did what to it, in order
    id INTEGER PRIMARY KEY,
    finding INTEGER NOT NULL REFERENCES finding (id),
    step TEXT NOT NULL CHECK (step IN ('drafted', 'proposed', 'reviewed', 'made final', 'reopened')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    comment TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX finding_step_finding ON finding_step (finding);

-- One row an allegation of a complaint: a complaint against two officers has two.
CREATE TABLE complaint (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL COLLATE NOCASE CHECK (number <> ''),
    received TEXT NOT NULL,
    closed TEXT NOT NULL DEFAULT '',
    serial TEXT NOT NULL DEFAULT '',                   -- as written: an officer of ten years ago need not be in the roster
    officer TEXT NOT NULL DEFAULT '',
    station TEXT NOT NULL DEFAULT '',
    allegation TEXT NOT NULL DEFAULT '',
    clause TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    vendor TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    finding TEXT NOT NULL DEFAULT '',
    discipline TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX complaint_number ON complaint (number);

CREATE TABLE complaint_column (                       -- how the columns of the last import were read
    id INTEGER PRIMARY KEY,
    field TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;
