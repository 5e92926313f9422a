-- PostgreSQL only. Rows that are changed at every sale find room for their next version on the same
-- page, so that no index has to hear of it; bodies are compressed the quick way; keys are compared
-- as bytes, as SQLite does, and not by the rules of a language.
ALTER TABLE chain SET (fillfactor = 10);
ALTER TABLE journal_head SET (fillfactor = 50);
ALTER TABLE member SET (fillfactor = 70);
ALTER TABLE balance SET (fillfactor = 70);
ALTER TABLE record ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE member ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE till ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE record ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE journal_head ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE receipt ALTER COLUMN till_id TYPE text COLLATE "C";
ALTER TABLE balance ALTER COLUMN programme_id TYPE text COLLATE "C";
ALTER TABLE thing ALTER COLUMN store_id TYPE text COLLATE "C",
    ALTER COLUMN thing_key TYPE text COLLATE "C";
ALTER TABLE incident ALTER COLUMN incident_id TYPE text COLLATE "C";
