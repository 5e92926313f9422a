// Tests that run over each store the server can have: a place of the test's own, with SQLite or
// with a new database in a PostgreSQL server that this process starts for its tests.
#pragma once
#include "sync/server/place.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

#include <string>

#include <gtest/gtest.h>

namespace kopilka::sync {

enum class Store {
    Sqlite,
    Postgres,
    // PostgreSQL where each writing transaction is overtaken by another one, the first time.
    Contended,
};

inline PostgresCluster& postgres() {
    static PostgresCluster cluster;
    return cluster;
}

// Its first change of a table fails as the loser of two writers does; the sequence, which no
// rollback takes back, lets the second try through.
inline void make_contended(const std::string& url) {
    PostgresCluster::run_in(url, R"sql(
        CREATE SEQUENCE tries;
        CREATE FUNCTION lose_every_other() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('kopilka.met', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                PERFORM set_config('kopilka.met', pg_current_xact_id()::text, false);
                IF nextval('tries') % 2 = 1 THEN
                    RAISE EXCEPTION 'overtaken' USING ERRCODE = '40001';
                END IF;
            END IF;
            RETURN NULL;
        END $$;
        DO $$
        DECLARE name text;
        BEGIN
            FOR name IN SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
                EXECUTE format('CREATE TRIGGER overtaken AFTER INSERT OR UPDATE OR DELETE ON %I'
                    ' FOR EACH STATEMENT EXECUTE FUNCTION lose_every_other()', name);
            END LOOP;
        END $$)sql");
}

inline Place place_in(const TemporaryFolder& folder, Store store) {
    Place place{folder.path().string()};
    if (store == Store::Sqlite) return place;
    place.database = postgres().make_database();
    if (store == Store::Contended && open_database(place)) make_contended(place.database);
    return place;
}

class OnEachStore : public testing::TestWithParam<Store> {
protected:
    TemporaryFolder folder;
    const Place place = place_in(folder, GetParam());
};

inline const auto kPlainStores = testing::Values(Store::Sqlite, Store::Postgres);
inline const auto kStores = testing::Values(Store::Sqlite, Store::Postgres, Store::Contended);
inline std::string name_of_store(const testing::TestParamInfo<Store>& info) {
    switch (info.param) {
        case Store::Sqlite: return "Sqlite";
        case Store::Postgres: return "Postgres";
        case Store::Contended: return "ContendedPostgres";
    }
    return "";
}

}  // namespace kopilka::sync
