-- A case says what the till said and what the server holds, and how much of its day's difference it explains; of
-- no day: the points of an account. Of cases that an older program opened: NULL.
ALTER TABLE incident ADD COLUMN subject text;
ALTER TABLE incident ADD COLUMN business_date bigint;
ALTER TABLE incident ADD COLUMN member_id bytea;
ALTER TABLE incident ADD COLUMN receipt_number bigint;
ALTER TABLE incident ADD COLUMN till_says text;
ALTER TABLE incident ADD COLUMN server_holds text;
ALTER TABLE incident ADD COLUMN receipts bigint;
ALTER TABLE incident ADD COLUMN money bigint;
ALTER TABLE incident ADD COLUMN points bigint;
UPDATE incident SET kind = 'undecodable record' WHERE kind = 'quarantine' AND cause = 'the record cannot be read';
UPDATE incident SET kind = 'wrong identity' WHERE kind = 'quarantine' AND cause = 'the record says to be another one';
UPDATE incident SET kind = 'unknown member' WHERE kind = 'quarantine' AND cause = 'the member is not known here';
UPDATE incident SET kind = 'unknown publication'
    WHERE kind = 'quarantine' AND cause = 'the publication is not known here';
UPDATE incident SET kind = 'bad effect' WHERE kind = 'quarantine';

-- Decisions, each once: of a case, or that the books are closed up to a day. `body` (decisions.h) names the hash of
-- the one before; the signature is Ed25519 by the key of the server's folder. Rows are only ever added.
CREATE TABLE decision (
    position bigint NOT NULL,
    subject text NOT NULL,
    body bytea NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (position)
);
CREATE UNIQUE INDEX decision_subject ON decision (subject);

-- What an older program decided, unsigned; it becomes part of the chain when the next case is decided.
CREATE TABLE decision_before (
    subject text NOT NULL,
    action text NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    decided_at bigint,
    PRIMARY KEY (subject)
);
INSERT INTO decision_before (subject, action, decided_by, why, decided_at)
    SELECT incident_id, action, decided_by, why, decided_at FROM incident WHERE action <> '';
ALTER TABLE incident DROP COLUMN action;
ALTER TABLE incident DROP COLUMN decided_by;
ALTER TABLE incident DROP COLUMN why;
ALTER TABLE incident DROP COLUMN decided_at;
CREATE INDEX incident_subject ON incident (kind, subject);
