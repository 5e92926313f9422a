// LMDB behind three owners: Environment, Transaction, Cursor. Views into the map never outlive
// their transaction. Every LMDB error becomes a Result; MDB_MAP_FULL is Errc::Full.
// Not here: what keys and values mean.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct MDB_env;
struct MDB_txn;
struct MDB_cursor;

namespace kopilka::lmdb {

enum class Access : std::uint8_t { Write, Read };
enum class Table : unsigned {};  // a named database, by its place in EnvironmentOptions::tables

struct EnvironmentOptions {
    std::filesystem::path folder;  // made where missing (Write)
    Access access = Access::Write;
    std::size_t map_bytes = std::size_t{1} << 30;  // the largest the environment may become
    std::size_t reserve_bytes = 0;  // disk kept allocated beyond what is used, so that a full disk
                                    // is met at start and not in the middle of a sale
    std::vector<std::string> tables;
};

class Environment;

class Transaction {
public:
    // An uncommitted transaction is undone when it goes.
    // Valid until the end of the transaction. Nothing also where the disk failed: see status().
    std::optional<ByteView> get(Table table, ByteView key) const;
    Result<void> put(Table table, ByteView key, ByteView value);
    Result<void> append(Table table, ByteView key, ByteView value);  // key above all others
    Result<bool> remove(Table table, ByteView key);                  // false: was not there
    Result<void> clear(Table table);
    std::size_t count(Table table) const;
    // The first failure of a get or of a cursor in this transaction: ask it before trusting that
    // something is not there.
    Result<void> status() const;
    // Durable when it returns. After a failure the environment is not used again: close, reopen.
    Result<void> commit();

private:
    friend class Environment;
    friend class Cursor;
    struct Abort {
        void operator()(MDB_txn* transaction) const;
    };
    Transaction(MDB_txn* transaction, const std::vector<unsigned>* tables)
        : handle_(transaction), tables_(tables) {}
    unsigned table(Table table) const { return (*tables_)[static_cast<unsigned>(table)]; }
    bool found(int code) const;
    std::unique_ptr<MDB_txn, Abort> handle_;
    const std::vector<unsigned>* tables_;
    mutable int failure_ = 0;
};

struct Item {
    ByteView key;
    ByteView value;
};

// Walks one table in key order. Ends before its transaction does, and before that is moved.
class Cursor {
public:
    Cursor(const Transaction& transaction, Table table);
    std::optional<Item> first();
    std::optional<Item> last();
    std::optional<Item> at_or_after(ByteView key);
    std::optional<Item> next();
    std::optional<Item> previous();

private:
    struct Close {
        void operator()(MDB_cursor* cursor) const;
    };
    std::optional<Item> move(int operation, ByteView key = {});
    const Transaction* transaction_;
    std::unique_ptr<MDB_cursor, Close> handle_;
};

class Environment {
public:
    // Makes it where missing, whole or not at all; opens the tables, clears readers that died,
    // allocates the reserve.
    static Result<Environment> open(const EnvironmentOptions& options);

    Result<Transaction> begin_write();
    // Any thread; the transaction is not tied to the thread that began it.
    Result<Transaction> begin_read() const;
    std::size_t used_bytes() const;

private:
    struct Close {
        void operator()(MDB_env* environment) const;
    };
    explicit Environment(MDB_env* environment) : handle_(environment) {}
    static Result<void> make(const EnvironmentOptions& options);
    static Result<Environment> open_file(const EnvironmentOptions& options,
                                         const std::filesystem::path& path, unsigned flags);
    Result<void> open_tables(const EnvironmentOptions& options);
    std::unique_ptr<MDB_env, Close> handle_;
    std::unique_ptr<std::vector<unsigned>> tables_;  // its address survives a move
};

}  // namespace kopilka::lmdb
