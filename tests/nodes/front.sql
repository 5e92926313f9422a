-- The front database: no tables, only functions that go to the shard of a key by its hash. The
-- three connection strings stand for $1, $2, $3, the database that is not sharded for $0.
CREATE EXTENSION plproxy;
CREATE SCHEMA plproxy;

CREATE FUNCTION plproxy.get_cluster_version(name text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION plproxy.get_cluster_config(name text, OUT key text, OUT val text)
RETURNS SETOF record LANGUAGE sql AS $$ VALUES ('modular_mapping', '1') $$;
CREATE FUNCTION plproxy.get_cluster_partitions(name text) RETURNS SETOF text LANGUAGE sql
AS $$ VALUES ('$1'), ('$2'), ('$3') $$;

CREATE SCHEMA shard;
CREATE FUNCTION shard.rows_of(name text, OUT key text, OUT line text) RETURNS SETOF record
LANGUAGE plproxy AS $$ CONNECT '$0'; $$;
CREATE FUNCTION shard.add(name text, keys text[], lines text[]) RETURNS SETOF bigint
LANGUAGE plproxy AS $$ CLUSTER 'shops'; SPLIT keys, lines; RUN ON hashtext(keys); $$;
CREATE FUNCTION shard.count(name text) RETURNS SETOF bigint
LANGUAGE plproxy AS $$ CLUSTER 'shops'; RUN ON ALL; $$;
CREATE FUNCTION shard.of_member(member text) RETURNS SETOF text
LANGUAGE plproxy AS $$ CLUSTER 'shops'; RUN ON hashtext(member); $$;
CREATE FUNCTION shard.of_till(till text) RETURNS SETOF text
LANGUAGE plproxy AS $$ CLUSTER 'shops'; RUN ON hashtext(till); $$;

-- All of a table from the database that is not sharded to the shards.
CREATE FUNCTION move(name text) RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(sum(added), 0)::bigint FROM
        (SELECT array_agg(key) AS keys, array_agg(line) AS lines FROM shard.rows_of(name)) r,
        shard.add(name, r.keys, r.lines) AS added WHERE r.keys IS NOT NULL
$$;
