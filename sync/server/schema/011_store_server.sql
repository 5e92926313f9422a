-- The codes of enrol_code that are for a store server in place of a till.
CREATE TABLE server_code (
    code_id bytea NOT NULL,
    PRIMARY KEY (code_id)
);

-- At a store server. One row: a number of this disk, the last number a letter was given, and whether the feed of
-- central is here as far as it had come once (1).
CREATE TABLE store_server (
    one smallint NOT NULL,
    disk bigint NOT NULL,
    last_letter bigint NOT NULL,
    filled smallint NOT NULL,
    PRIMARY KEY (one)
);

-- At a store server: what its tills handed in and central has not answered yet, oldest first. `body`: the
-- Upload as the till signed it.
CREATE TABLE letter (
    letter_number bigint NOT NULL,
    till_id text NOT NULL,
    head bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (letter_number)
);
CREATE UNIQUE INDEX letter_head ON letter (till_id, head);

-- At a store server: what central answered to them, until the till has heard it. `body`: a Changes with this one
-- Settled.
CREATE TABLE letter_answer (
    letter_number bigint NOT NULL,
    till_id text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (letter_number)
);
CREATE INDEX letter_answer_till ON letter_answer (till_id, letter_number);
