-- Format 38: queues that are done are put away, and brought back.

ALTER TABLE queue ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
