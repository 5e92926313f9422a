-- PostgreSQL only, as 003_storage has it.
ALTER TABLE lease SET (fillfactor = 70);
ALTER TABLE lease ALTER COLUMN lease_id TYPE text COLLATE "C", ALTER COLUMN holder_id TYPE text COLLATE "C",
    ALTER COLUMN programme_id TYPE text COLLATE "C";
ALTER TABLE lease_want ALTER COLUMN lease_id TYPE text COLLATE "C";
