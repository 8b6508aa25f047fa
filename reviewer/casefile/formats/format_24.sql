-- Format 24: where each reviewer was in the window is kept.

-- Room, filter, item and page as JSON. No act: neither audited nor undone.
CREATE TABLE last_view (
    id INTEGER PRIMARY KEY,
    reviewer TEXT NOT NULL UNIQUE,
    view TEXT NOT NULL
) STRICT;
