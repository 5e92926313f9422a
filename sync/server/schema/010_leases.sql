-- Rights to spend that this server lent (pos/loyalty/lease.h): the ledger's pending half. What is lent is still in
-- the member's balance, and free for nobody else: balance = free + held of leases that are lent or in doubt.
-- `lease_id`: the record that asked, and a number. `body`: the lease as it was lent; `rest`: the same with what is
-- left of it. An ended lease has no row any more; lease_entry tells of it.
CREATE TABLE lease (
    member_id bytea NOT NULL,
    lease_id text NOT NULL,
    holder_id text NOT NULL,
    programme_id text NOT NULL,
    state smallint NOT NULL,
    asked_back smallint NOT NULL,
    ends_at bigint NOT NULL,
    lent bigint NOT NULL,
    held bigint NOT NULL,
    feed_position bigint NOT NULL,
    body bytea NOT NULL,
    rest bytea NOT NULL,
    PRIMARY KEY (member_id, lease_id)
);
CREATE INDEX lease_holder ON lease (holder_id, feed_position);

-- Each thing that happened to what is held of a lease, added once: `held` is their sum. `kind`: 0 lent, 1 spent,
-- 2 given back, 3 declared lost.
CREATE TABLE lease_entry (
    member_id bytea NOT NULL,
    tx_id bytea NOT NULL,
    lease_id text NOT NULL,
    kind smallint NOT NULL,
    amount bigint NOT NULL,
    entered_at bigint NOT NULL,
    PRIMARY KEY (member_id, tx_id)
);

-- Who asked for more than was free waits a moment for what others give back.
CREATE TABLE lease_want (
    member_id bytea NOT NULL,
    lease_id text NOT NULL,
    holder_id text NOT NULL,
    until_at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (member_id, lease_id)
);

-- Of a redemption: the lease out of which it was spent. NULL: of none.
ALTER TABLE ledger ADD COLUMN lease_id text;

-- Who holds rights ahead of visits: for which programme, asked by which record. `sweep`: up to which member it has
-- been looked whom to lend for; NULL: through all, and from then on as members come and go.
CREATE TABLE lease_standing (
    store_id text NOT NULL,
    holder_id text NOT NULL,
    programme_id text NOT NULL,
    asked text NOT NULL,
    lasts_ms bigint NOT NULL,
    next_number bigint NOT NULL,
    sweep bytea,
    PRIMARY KEY (store_id, holder_id, programme_id)
);
