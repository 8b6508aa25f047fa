-- Format 11: a note is for its reviewers alone, unless it was said to be for the report.

ALTER TABLE note ADD COLUMN for_report INTEGER NOT NULL DEFAULT 0 CHECK (for_report IN (0, 1));  -- none before format 11
