-- PostgreSQL only, as 003_storage has it for the tables of the main way.
ALTER TABLE branch_record ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE branch_record ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE branch_head ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE branch_receipt ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE till_key ALTER COLUMN till_id TYPE text COLLATE "C";
