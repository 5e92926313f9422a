-- SQLite only. A member's tables are one tree each, in the order of their keys, and not a heap with the key beside
-- it: a sale changes half as many pages.
CREATE TABLE member_rows (
    member_id bytea NOT NULL,
    feed_position bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (member_id)
) WITHOUT ROWID;
INSERT INTO member_rows SELECT member_id, feed_position, body FROM member ORDER BY member_id;
DROP TABLE member;
ALTER TABLE member_rows RENAME TO member;
CREATE INDEX member_at ON member (feed_position);

CREATE TABLE person_key_rows (
    member_id bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (member_id)
) WITHOUT ROWID;
INSERT INTO person_key_rows SELECT member_id, sealed FROM person_key ORDER BY member_id;
DROP TABLE person_key;
ALTER TABLE person_key_rows RENAME TO person_key;

CREATE TABLE balance_rows (
    member_id bytea NOT NULL,
    programme_id text NOT NULL,
    points bigint NOT NULL,
    entries bigint NOT NULL,
    PRIMARY KEY (member_id, programme_id)
) WITHOUT ROWID;
INSERT INTO balance_rows SELECT member_id, programme_id, points, entries FROM balance
    ORDER BY member_id, programme_id;
DROP TABLE balance;
ALTER TABLE balance_rows RENAME TO balance;

CREATE TABLE ledger_rows (
    member_id bytea NOT NULL,
    tx_id bytea NOT NULL,
    programme_id text NOT NULL,
    kind smallint NOT NULL,
    rule text NOT NULL,
    amount bigint NOT NULL,
    active_at bigint NOT NULL,
    expires_at bigint,
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    operation bigint NOT NULL,
    branch bytea,
    PRIMARY KEY (member_id, tx_id)
) WITHOUT ROWID;
INSERT INTO ledger_rows SELECT member_id, tx_id, programme_id, kind, rule, amount, active_at, expires_at, till_id, epoch,
    sequence, operation, branch FROM ledger ORDER BY member_id, tx_id;
DROP TABLE ledger;
ALTER TABLE ledger_rows RENAME TO ledger;
