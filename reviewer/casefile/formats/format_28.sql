-- Format 28: a tag can be internal: then nobody outside sees that a passage has it.

ALTER TABLE tag ADD COLUMN internal INTEGER NOT NULL DEFAULT 0 CHECK (internal IN (0, 1));  -- none before format 28
