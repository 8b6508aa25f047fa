-- Format 36: what a queue by relevance shows next, so that a batch is the same until it was read. Derived: it can be ranked anew.

CREATE TABLE queue_batch (
    queue INTEGER PRIMARY KEY,                        -- no reference: a queue may be taken back, and nothing stands on this
    batch TEXT NOT NULL                               -- {"number": 3, "items": [[17, ["camera", "free"], false], …]}
) STRICT;
