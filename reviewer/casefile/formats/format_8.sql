-- Format 8: interviews.

CREATE TABLE interview (
    id INTEGER PRIMARY KEY,                            -- its number
    officer INTEGER REFERENCES officer (id),           -- NULL for somebody who is in no roster
    name TEXT NOT NULL CHECK (name <> ''),             -- who is interviewed
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'closed')),
    planned TEXT NOT NULL DEFAULT '',                  -- local day, or day and time, as YYYY-MM-DD or YYYY-MM-DDTHH:MM
    place TEXT NOT NULL DEFAULT '',
    compelled INTEGER NOT NULL CHECK (compelled IN (0, 1)),
    started TEXT NOT NULL DEFAULT '',                  -- UTC
    ended TEXT NOT NULL DEFAULT '',
    closing TEXT NOT NULL DEFAULT '',                  -- why it was closed although something was lacking
    transcript INTEGER REFERENCES item (id),
    recording INTEGER REFERENCES item (id),
    record INTEGER REFERENCES item (id),               -- the document made of its answers
    reviewer TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX interview_officer ON interview (officer);

CREATE TABLE interview_participant (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role <> ''),
    UNIQUE (interview, name)
) STRICT;

CREATE TABLE interview_topic (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    position INTEGER NOT NULL,                         -- from 1, without gaps
    title TEXT NOT NULL CHECK (title <> '')
) STRICT;
CREATE INDEX interview_topic_interview ON interview_topic (interview);

CREATE TABLE interview_question (
    id INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL REFERENCES interview_topic (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX interview_question_topic ON interview_question (topic);

-- What a question is about. The target may go: then the question says that it is no more.
CREATE TABLE interview_citation (
    id INTEGER PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES interview_question (id),
    kind TEXT NOT NULL CHECK (kind IN ('passage', 'benefit', 'endorsement', 'item')),
    target INTEGER NOT NULL,
    UNIQUE (question, kind, target)
) STRICT;
CREATE INDEX interview_citation_target ON interview_citation (kind, target);

CREATE TABLE interview_exhibit (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    number INTEGER NOT NULL,                           -- from 1, without gaps; as it is once the interview has begun
    item INTEGER NOT NULL REFERENCES item (id),
    UNIQUE (interview, item)
) STRICT;

-- What has to be said or settled before one begins; those of an interview are copied when it is planned.
CREATE TABLE interview_notice (
    id INTEGER PRIMARY KEY,
    interview INTEGER REFERENCES interview (id),       -- NULL for the agency's list, from which new interviews take theirs
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    mandatory INTEGER NOT NULL CHECK (mandatory IN (0, 1)),
    reviewer TEXT NOT NULL DEFAULT '',                 -- who ticked it, and when (UTC); empty while it is open
    ticked TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX interview_notice_interview ON interview_notice (interview);

CREATE TABLE interview_note (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    question INTEGER REFERENCES interview_question (id),
    seconds INTEGER NOT NULL,                          -- since the start
    text TEXT NOT NULL CHECK (text <> ''),
    reviewer TEXT NOT NULL
) STRICT;
CREATE INDEX interview_note_interview ON interview_note (interview);

CREATE TABLE interview_answer (
    id INTEGER PRIMARY KEY,
    question INTEGER NOT NULL UNIQUE REFERENCES interview_question (id),
    text TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('', 'confirms', 'contradicts', 'does not recall', 'declines')),
    seconds INTEGER NOT NULL,
    compelled INTEGER CHECK (compelled IN (0, 1)),     -- NULL: as the interview
    passage INTEGER REFERENCES passage (id),           -- where the record or the transcript has it
    heard INTEGER,                                     -- seconds from the start of the recording
    reviewer TEXT NOT NULL
) STRICT;
CREATE INDEX interview_answer_passage ON interview_answer (passage);

CREATE TABLE interview_showing (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    exhibit INTEGER NOT NULL REFERENCES interview_exhibit (id),
    question INTEGER REFERENCES interview_question (id),
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),    -- 0: it was decided not to show it
    seconds INTEGER NOT NULL,
    reviewer TEXT NOT NULL
) STRICT;
CREATE INDEX interview_showing_interview ON interview_showing (interview);

CREATE TABLE interview_break (
    id INTEGER PRIMARY KEY,
    interview INTEGER NOT NULL REFERENCES interview (id),
    start INTEGER NOT NULL,                            -- seconds since the interview's start
    "end" INTEGER                                      -- NULL while it lasts
) STRICT;
CREATE INDEX interview_break_interview ON interview_break (interview);
