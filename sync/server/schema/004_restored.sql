-- Positions of the feed between the end of a backup and where the server restored from it goes on. A till that has
-- come to one of them, also to the first, may have heard of things, or sent some, that the backup did not have.
CREATE TABLE feed_gap (
    after_position bigint NOT NULL,
    next_position bigint NOT NULL,
    restored_at bigint NOT NULL,
    PRIMARY KEY (after_position)
);
