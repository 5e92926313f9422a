-- Phones that have a member's card: the certificates given out, by the phone's public key. A revoked
-- one is told to the tills until its certificate would have run out anyway.
CREATE TABLE card_phone (
    device_key bytea NOT NULL,
    member_id bytea NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (device_key)
);
CREATE INDEX card_phone_member ON card_phone (member_id);
