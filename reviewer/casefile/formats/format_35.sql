-- Format 35: queues of items to be read, random samples of what was not, and what counts as read.

CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    query TEXT NOT NULL DEFAULT '',                   -- by which its items were found; '' for all, and of a sample
    arranged TEXT NOT NULL CHECK (arranged IN ('time', 'thread', 'relevance', 'drawn')),
    items TEXT NOT NULL,                              -- numbers of items in the order of reading: "7,3-5,12"
    counted TEXT NOT NULL DEFAULT '',                 -- items read with another: "3:7,9:7" for 3 and 9 with 7
    sampled INTEGER REFERENCES queue (id),            -- of a sample: the queue that it was drawn from
    unread TEXT NOT NULL DEFAULT '',                  -- of a sample: what it was drawn from, as in items
    seed INTEGER NOT NULL DEFAULT 0,                  -- of a sample, and of the random items of a ranking
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL                             -- UTC
) STRICT;
CREATE INDEX queue_sampled ON queue (sampled) WHERE sampled IS NOT NULL;

CREATE TABLE reading_rule (                           -- there is at most one; without it the first value of each
    id INTEGER PRIMARY KEY CHECK (id = 1),
    counts TEXT NOT NULL DEFAULT 'opened' CHECK (counts IN ('opened', 'marked')),
    pace INTEGER NOT NULL DEFAULT 0                   -- words a minute; 0: two seconds in sight are enough
) STRICT;
