-- Tills come with certificates instead of tokens. Codes are kept as what both sides make of them; those
-- given out before are asked for again.
DROP INDEX till_token;
ALTER TABLE till DROP COLUMN token_hash;

-- Tills that are let in no more, until they are enrolled again.
CREATE TABLE till_revoked (
    till_id text NOT NULL,
    revoked_at bigint NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (till_id)
);

DROP TABLE enrol_code;
CREATE TABLE enrol_code (
    code_id bytea NOT NULL,
    code_key bytea NOT NULL,
    store_id text NOT NULL,
    till_id text NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (code_id)
);

-- Managers and administrators who ask over the network. `holder` as certificates have it.
CREATE TABLE person_access (
    public_key bytea NOT NULL,
    holder smallint NOT NULL,
    name text NOT NULL,
    store_id text NOT NULL,
    until_at bigint NOT NULL,
    dismissed_at bigint NOT NULL,
    PRIMARY KEY (public_key)
);
