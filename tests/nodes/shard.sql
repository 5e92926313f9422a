-- On each shard, and on the database that is not sharded, beside our own tables in `public`, which
-- stay as they are: what the front database's functions call.
CREATE SCHEMA shard;

-- Which tables are sharded, and by what: the column their primary key begins with.
CREATE VIEW shard.keys AS
SELECT c.relname AS name, a.attname AS key
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace
    AND a.attname IN ('member_id', 'till_id');

-- Rows of a sharded table as text, each with its shard key.
CREATE FUNCTION shard.rows_of(name text, OUT key text, OUT line text) RETURNS SETOF record
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT %I::text, to_json(t)::text FROM %I t',
        (SELECT k.key FROM shard.keys k WHERE k.name = rows_of.name), rows_of.name);
END $$;

-- Adds such rows, all or none; how many.
CREATE FUNCTION shard.add(name text, keys text[], lines text[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE added bigint;
BEGIN
    EXECUTE format('INSERT INTO %I SELECT r.* FROM unnest($1) AS l,'
        ' json_populate_record(NULL::public.%I, l::json) AS r', name, name) USING lines;
    GET DIAGNOSTICS added = ROW_COUNT;
    RETURN added;
END $$;

CREATE FUNCTION shard.count(name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %I', name) INTO found;
    RETURN found;
END $$;

-- A member's balances and history, a till's receipts: one line of text for each row.
CREATE FUNCTION shard.of_member(member text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT to_json(b)::text FROM balance b WHERE member_id = member::bytea
    UNION ALL
    (SELECT to_json(l)::text FROM ledger l WHERE member_id = member::bytea ORDER BY tx_id)
$$;
CREATE FUNCTION shard.of_till(till text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT to_json(r)::text FROM receipt r WHERE till_id = till ORDER BY epoch, sequence
$$;
