-- Format 17: searches for what speaks for an element are told by what they found, not by how much.

-- Items as ranges, [[first,last], …]; NULL in searches of before, of which only the number of hits is known.
ALTER TABLE allegation_search ADD COLUMN found TEXT;   -- all that it found
ALTER TABLE allegation_search ADD COLUMN opened TEXT;  -- those of them that the reviewer had opened; the rest was dismissed

-- That items which searches found do not speak for that side of an element.
CREATE TABLE allegation_dismissal (
    id INTEGER PRIMARY KEY,
    allegation INTEGER NOT NULL REFERENCES allegation (id),
    element INTEGER NOT NULL REFERENCES clause_element (id),
    side TEXT NOT NULL CHECK (side IN ('for', 'against')),
    items TEXT NOT NULL CHECK (items <> '[]'),         -- ranges, as above
    reason TEXT NOT NULL CHECK (reason <> ''),
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX allegation_dismissal_allegation ON allegation_dismissal (allegation, element);
CREATE INDEX allegation_dismissal_element ON allegation_dismissal (element);
