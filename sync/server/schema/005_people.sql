-- Members are encrypted, each under a key of its own (person_keys.h). What an older program left in the clear
-- waits in member_clear until a program that has the keys opens the store: then that table is empty for good.
DROP INDEX member_feed;
ALTER TABLE member RENAME TO member_clear;

-- `body` is the protocol's Member, encrypted; empty: erased, only the id is left for its receipts.
CREATE TABLE member (
    member_id bytea NOT NULL,
    feed_position bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (member_id)
);
CREATE INDEX member_at ON member (feed_position);

-- A member's own key, encrypted by the master key, which is not in the database. Written once.
CREATE TABLE person_key (
    member_id bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (member_id)
);

-- How a member is found by phone: a hash under a key that comes of the master key.
CREATE TABLE member_phone (
    member_id bytea NOT NULL,
    phone_hash bytea NOT NULL,
    PRIMARY KEY (member_id)
);
CREATE INDEX member_phone_hash ON member_phone (phone_hash);

CREATE TABLE erased (
    member_id bytea NOT NULL,
    erased_at bigint NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (member_id)
);

-- One row: by what a wrong master key is known.
CREATE TABLE person_master (
    one smallint NOT NULL,
    key_check bytea NOT NULL,
    PRIMARY KEY (one)
);
