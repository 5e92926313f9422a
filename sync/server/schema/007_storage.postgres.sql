-- PostgreSQL only, as 003_storage has it.
ALTER TABLE decision ALTER COLUMN subject TYPE text COLLATE "C";
