-- What the office decides of people. Cashiers whom the tills were told to forget for the time being: `body` is the
-- protocol's Staff, which comes back with them.
CREATE TABLE staff_blocked (
    store_id text NOT NULL,
    cashier_id text NOT NULL,
    blocked_at bigint NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (store_id, cashier_id)
);

-- Members whose card was blocked by hand; `blocked` of the member's own row says it to the tills.
CREATE TABLE member_blocked (
    member_id bytea NOT NULL,
    blocked_at bigint NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (member_id)
);

-- Two cards of one person: what is recorded of `member_id` is booked to `survivor_id`, who is never one of the first.
CREATE TABLE member_alias (
    member_id bytea NOT NULL,
    survivor_id bytea NOT NULL,
    merged_at bigint NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (member_id)
);
CREATE INDEX member_alias_survivor ON member_alias (survivor_id);

-- When the next planned price of an article begins, by the shops' own clocks (pos/sale/planned_price.h): an index of what
-- the articles in `thing` say.
CREATE TABLE price_due (
    sku text NOT NULL,
    due_on_clock bigint NOT NULL,
    PRIMARY KEY (sku)
);
CREATE INDEX price_due_at ON price_due (due_on_clock);
