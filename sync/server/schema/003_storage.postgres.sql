-- PostgreSQL only. Rows that are changed at every sale find room for their next version on the same
-- page, so that no index has to hear of it; bodies are compressed the quick way.
ALTER TABLE chain SET (fillfactor = 10);
ALTER TABLE journal_head SET (fillfactor = 50);
ALTER TABLE member SET (fillfactor = 70);
ALTER TABLE balance SET (fillfactor = 70);
ALTER TABLE record ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE member ALTER COLUMN body SET COMPRESSION lz4;
