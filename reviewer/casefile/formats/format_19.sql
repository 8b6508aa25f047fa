-- Format 19: reviewers sign findings with keys of their own. Steps of before stay what they are, a typed name.

-- No act on a key is undone, and the trail tells of it by its facts.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY,
    reviewer TEXT NOT NULL CHECK (reviewer <> ''),
    public TEXT NOT NULL UNIQUE CHECK (length(public) = 64),            -- Ed25519, hexadecimal
    created TEXT NOT NULL,
    creator TEXT NOT NULL,                                              -- who was at the keyboard
    revoked TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    sealed TEXT NOT NULL                                                -- JSON: the private half under a passphrase; empty once revoked
) STRICT;

CREATE TABLE finding_signature (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL UNIQUE REFERENCES finding_step (id),
    key INTEGER NOT NULL REFERENCES signing_key (id),
    statement TEXT NOT NULL,                                            -- the canonical JSON that was signed
    signature TEXT NOT NULL CHECK (length(signature) = 128)             -- Ed25519, hexadecimal
) STRICT;
CREATE INDEX finding_signature_key ON finding_signature (key);
