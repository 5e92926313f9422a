// The portable core may use only what engines that spread a database over many machines have too:
// read back from PostgreSQL's own catalog, not from our texts.
#include "sync/server/schema.h"

#include "tests/support/on_each_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Each names what breaks a rule.
struct Rule {
    const char* says;
    const char* offenders;  // SQL
};
constexpr const char* kOurs = " n.nspname = 'public' ";
const Rule kRules[] = {
    {"every table has a primary key",
     "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
     " WHERE c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid"
     " AND i.indisprimary) AND"},
    {"keys of a member's own tables begin with member_id",
     "SELECT k.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
     " JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
     " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
     " WHERE c.relname IN ('member', 'ledger', 'balance') AND i.indisunique"
     " AND a.attname <> 'member_id' AND"},
    {"keys of a till's own tables begin with till_id",
     "SELECT k.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
     " JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
     " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
     " WHERE c.relname IN ('record', 'receipt', 'journal_head', 'branch_record',"
     " 'branch_receipt', 'branch_head', 'till_key') AND i.indisunique"
     " AND a.attname <> 'till_id' AND"},
    {"only tables and indexes: no sequences, views, partitions",
     "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
     " WHERE (c.relkind NOT IN ('r', 'i') OR c.relispartition) AND"},
    {"all tables are logged to the disk",
     "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
     " WHERE c.relpersistence <> 'p' AND"},
    {"columns have no defaults, identities or generated values",
     "SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
     " JOIN pg_namespace n ON n.oid = c.relnamespace"
     " WHERE (a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '') AND"},
    {"columns are bigint, smallint, text or bytea",
     "SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
     " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND a.attnum > 0"
     " AND NOT a.attisdropped AND a.atttypid::regtype::text NOT IN ('bigint', 'smallint', 'text', "
     "'bytea') AND"},
    {"constraints are primary keys and uniqueness: no foreign keys",
     "SELECT o.conname FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace"
     " WHERE o.contype NOT IN ('p', 'u') AND"},
    {"indexes are of columns, whole and b-trees",
     "SELECT k.relname FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid"
     " JOIN pg_am m ON m.oid = k.relam JOIN pg_namespace n ON n.oid = k.relnamespace"
     " WHERE (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR m.amname <> 'btree') AND"},
    {"no triggers or rules",
     "SELECT x.name FROM (SELECT tgname AS name, tgrelid AS relation FROM pg_trigger"
     " UNION ALL SELECT rulename, ev_class FROM pg_rewrite) x JOIN pg_class c"
     " ON c.oid = x.relation JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"},
    {"nothing is inherited",
     "SELECT c.relname FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid"
     " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"},
    {"no functions or types of our own",
     "SELECT x.name FROM (SELECT proname AS name, pronamespace AS space FROM pg_proc UNION ALL"
     " SELECT typname, typnamespace FROM pg_type WHERE typtype IN ('d', 'e', 'r')) x"
     " JOIN pg_namespace n ON n.oid = x.space WHERE"},
};
const Rule kNoStorage = {
    "no storage parameters",
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.reloptions IS NOT NULL AND"};

class PortableSchema : public testing::Test {
protected:
    // An empty database without any of our tables: what open_database() makes is dropped again.
    PortableSchema() {
        run("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
        for (const SchemaText& text : schema_texts())
            if (text.engine().empty()) run(text.sql);
    }
    void run(const std::string& sql) {
        const auto done = database->write([&] { database->script(sql); });
        ASSERT_TRUE(done.has_value()) << done.error().detail << ": " << sql;
    }
    // "rule: offender" for each; inside a transaction.
    void look(const Rule& rule, std::vector<std::string>& found) {
        for (const Row& row : database->run(std::string(rule.offenders) + kOurs))
            found.push_back(std::string(rule.says) + ": " + row.text(0));
        EXPECT_TRUE(database->ok()) << rule.says;
    }
    std::vector<std::string> broken(std::span<const Rule> rules = kRules) {
        std::vector<std::string> found;
        EXPECT_TRUE(database->read([&] {
            for (const Rule& rule : rules) look(rule, found);
        }));
        return found;
    }

    std::unique_ptr<Database> database = *open_postgres(postgres().make_database(), Use::Command);
};

TEST_F(PortableSchema, KeepsItsRules) {
    EXPECT_THAT(broken(), IsEmpty());
    EXPECT_THAT(broken({&kNoStorage, 1}), IsEmpty());
}

TEST_F(PortableSchema, TheOverlayOfPostgreSQLAddsStorageOnly) {
    for (const SchemaText& text : schema_texts())
        if (text.engine() == "postgres") run(text.sql);
    EXPECT_THAT(broken(), IsEmpty());
    EXPECT_THAT(broken({&kNoStorage, 1}), Not(IsEmpty()));
}

TEST_F(PortableSchema, EachRuleIsNoticedWhenItIsBroken) {
    struct Sin {
        const char* sql;
        const char* rule;
    };
    const Sin sins[] = {
        {"CREATE TABLE x (a bigint)", "primary key"},
        {"CREATE UNIQUE INDEX x ON ledger (tx_id)", "begin with member_id"},
        {"CREATE UNIQUE INDEX x ON record (hash)", "begin with till_id"},
        {"CREATE SEQUENCE x", "no sequences"},
        {"CREATE VIEW x AS SELECT 1 AS a", "views"},
        {"CREATE TABLE x (a bigint, PRIMARY KEY (a)) PARTITION BY HASH (a)", "partitions"},
        {"CREATE UNLOGGED TABLE x (a bigint, PRIMARY KEY (a))", "logged"},
        {"ALTER TABLE ledger ALTER COLUMN amount SET DEFAULT 0", "defaults"},
        {"ALTER TABLE till ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY", "identities"},
        {"ALTER TABLE till ADD COLUMN x timestamp", "columns are bigint"},
        {"ALTER TABLE ledger ADD FOREIGN KEY (member_id) REFERENCES member (member_id)",
         "foreign keys"},
        {"CREATE INDEX x ON receipt (repriced) WHERE repriced = 0", "whole"},
        {"CREATE TRIGGER x BEFORE UPDATE ON member FOR EACH ROW"
         " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
         "triggers"},
        {"CREATE TABLE x (PRIMARY KEY (member_id)) INHERITS (member)", "inherited"},
        {"CREATE DOMAIN x AS bigint", "types of our own"},
    };
    for (const Sin& sin : sins) {
        std::vector<std::string> found;
        const auto undone = database->write([&] {
            database->script(sin.sql);
            for (const Rule& rule : kRules) look(rule, found);
            database->script("SELECT 1 / 0");
        });
        EXPECT_FALSE(undone.has_value());
        EXPECT_THAT(found, Contains(HasSubstr(sin.rule))) << sin.sql;
    }
}

}  // namespace
}  // namespace kopilka::sync
