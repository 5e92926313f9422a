-- Journals that went two ways under one epoch (journals.h): what came by a way that is not the first one.
-- `branch` is the hash of its first record; otherwise as `record`, `receipt` and `journal_head`.
CREATE TABLE branch_record (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    branch bytea NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    status smallint NOT NULL,
    cause smallint NOT NULL,
    feed_position bigint NOT NULL,
    accepted_at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (till_id, epoch, branch, sequence)
);

-- `forked_epoch`: in which the copy that sends it goes on.
CREATE TABLE branch_head (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    branch bytea NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    forked_epoch bigint NOT NULL,
    PRIMARY KEY (till_id, epoch, branch)
);

CREATE TABLE branch_receipt (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    branch bytea NOT NULL,
    sequence bigint NOT NULL,
    is_return smallint NOT NULL,
    number bigint NOT NULL,
    shift bigint NOT NULL,
    business_date bigint NOT NULL,
    member_id bytea,
    total bigint NOT NULL,
    points bigint NOT NULL,
    status smallint NOT NULL,
    repriced smallint NOT NULL,
    PRIMARY KEY (till_id, epoch, branch, sequence)
);
CREATE INDEX branch_receipt_repriced ON branch_receipt (repriced);

-- Of a record on a branch; NULL: of the main way.
ALTER TABLE incident ADD COLUMN branch bytea;
ALTER TABLE ledger ADD COLUMN branch bytea;

-- Every key a till ever had, with the epoch of its enrolment. `till` has the present one.
CREATE TABLE till_key (
    till_id text NOT NULL,
    public_key bytea NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (till_id, public_key)
);
INSERT INTO till_key (till_id, public_key, epoch) SELECT till_id, public_key, epoch FROM till;
