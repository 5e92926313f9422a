-- PostgreSQL only, as 003_storage has it for the table that this one follows; ciphertext has nothing to compress.
ALTER TABLE member SET (fillfactor = 70);
