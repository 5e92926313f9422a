-- The portable core: runs unchanged on SQLite and PostgreSQL, and shards. Amounts are the integers of
-- pos/core/money.h, instants are milliseconds UTC, dates are days since 1970-01-01.
-- Keys of the member's own tables begin with member_id; nothing refers across shards.

-- One row: who this chain is, and how far its change feed has come.
CREATE TABLE chain (
    one smallint NOT NULL,
    generation bigint NOT NULL,
    lookup_key bytea NOT NULL,
    feed_position bigint NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE enrol_code (
    code_hash bytea NOT NULL,
    store_id text NOT NULL,
    till_id text NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (code_hash)
);

CREATE TABLE till (
    till_id text NOT NULL,
    store_id text NOT NULL,
    public_key bytea NOT NULL,
    token_hash bytea NOT NULL,
    epoch bigint NOT NULL,
    enrolled_at bigint NOT NULL,
    PRIMARY KEY (till_id)
);
CREATE INDEX till_token ON till (token_hash);

-- What tills journaled, unchanged. By till; `status` and `cause` as the protocol has them.
CREATE TABLE record (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    status smallint NOT NULL,
    cause smallint NOT NULL,
    feed_position bigint NOT NULL,
    accepted_at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (till_id, epoch, sequence)
);

-- The last record of each till's epoch: the watermark, and what the next one must name.
CREATE TABLE journal_head (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (till_id, epoch)
);

-- Sales and returns among the records: what reconciliation adds up. `repriced`: 0 waiting, 1 equal,
-- 2 different, 3 nothing to price again.
CREATE TABLE receipt (
    till_id text NOT NULL,
    epoch bigint NOT NULL,
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
    PRIMARY KEY (till_id, epoch, sequence)
);
CREATE INDEX receipt_repriced ON receipt (repriced);

-- A member with counters and lots as one value (protocol's Member), at the feed position of its last
-- change. Cards and phones are found through it at the tills, not here.
CREATE TABLE member (
    member_id bytea NOT NULL,
    feed_position bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (member_id)
);
CREATE INDEX member_feed ON member (feed_position);

CREATE TABLE ledger (
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
    PRIMARY KEY (member_id, tx_id)
);

-- The sum of the ledger, written in the same transaction.
CREATE TABLE balance (
    member_id bytea NOT NULL,
    programme_id text NOT NULL,
    points bigint NOT NULL,
    entries bigint NOT NULL,
    PRIMARY KEY (member_id, programme_id)
);

-- Everything else that tills are told: goods, categories, staff, shop texts, publications. `store_id`
-- empty: for everybody. A removed thing stays, with an empty body.
CREATE TABLE thing (
    kind smallint NOT NULL,
    store_id text NOT NULL,
    thing_key text NOT NULL,
    feed_position bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (kind, store_id, thing_key)
);
CREATE INDEX thing_feed ON thing (feed_position);

-- What a person must look at: one row for each anomaly, however often it is met.
CREATE TABLE incident (
    incident_id text NOT NULL,
    kind text NOT NULL,
    till_id text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    cause text NOT NULL,
    evidence bytea NOT NULL,
    opened_at bigint NOT NULL,
    action text NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    decided_at bigint,
    PRIMARY KEY (incident_id)
);
