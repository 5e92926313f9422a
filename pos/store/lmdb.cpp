#include "pos/store/lmdb.h"

#include "pos/files/durable.h"

#include <cerrno>

#include <fcntl.h>
#include <lmdb.h>

namespace kopilka::lmdb {
namespace {

constexpr std::string_view kFile = "data.mdb";  // LMDB's own name for it

Errc kind_of_failure(int code) {
    switch (code) {
        case MDB_MAP_FULL:
        case ENOSPC:
        case EDQUOT: return Errc::Full;
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID:
        case MDB_VERSION_MISMATCH: return Errc::Corrupt;
        case ENOENT:
        case MDB_NOTFOUND: return Errc::NotFound;
        default: return Errc::Io;
    }
}

tl::unexpected<Error> failed(std::string_view verb, int code) {
    return fail(kind_of_failure(code), std::string(verb) + ": " + mdb_strerror(code));
}

MDB_val value_of(ByteView bytes) {
    return {bytes.size(), const_cast<std::uint8_t*>(bytes.data())};  // LMDB only reads it
}
ByteView view_of(const MDB_val& value) {
    return {static_cast<const std::uint8_t*>(value.mv_data), value.mv_size};
}

// Where the file system cannot allocate ahead, the reserve is only a wish.
Result<void> allocate(MDB_env* environment, std::size_t bytes) {
    int descriptor = -1;
    mdb_env_get_fd(environment, &descriptor);
    if (::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes)) == 0 ||
        errno == EOPNOTSUPP || errno == ENOSYS || errno == EINTR) {
        return {};
    }
    return failed("cannot keep disk space free for the journal", errno);
}

}  // namespace

void Transaction::Abort::operator()(MDB_txn* transaction) const { mdb_txn_abort(transaction); }
void Cursor::Close::operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
void Environment::Close::operator()(MDB_env* environment) const { mdb_env_close(environment); }

std::optional<ByteView> Transaction::get(Table in, ByteView key) const {
    MDB_val wanted = value_of(key);
    MDB_val value{};
    if (!found(mdb_get(handle_.get(), table(in), &wanted, &value))) return std::nullopt;
    return view_of(value);
}

bool Transaction::found(int code) const {
    if (code != MDB_SUCCESS && code != MDB_NOTFOUND && failure_ == 0) failure_ = code;
    return code == MDB_SUCCESS;
}

Result<void> Transaction::status() const {
    if (failure_ != 0) return failed("cannot read", failure_);
    return {};
}

Result<void> Transaction::put(Table in, ByteView key, ByteView value) {
    MDB_val to = value_of(key);
    MDB_val what = value_of(value);
    const int code = mdb_put(handle_.get(), table(in), &to, &what, 0);
    if (code != MDB_SUCCESS) return failed("cannot write", code);
    return {};
}

Result<void> Transaction::append(Table in, ByteView key, ByteView value) {
    MDB_val to = value_of(key);
    MDB_val what = value_of(value);
    const int code = mdb_put(handle_.get(), table(in), &to, &what, MDB_APPEND);
    if (code != MDB_SUCCESS) return failed("cannot append", code);
    return {};
}

Result<bool> Transaction::remove(Table in, ByteView key) {
    MDB_val from = value_of(key);
    const int code = mdb_del(handle_.get(), table(in), &from, nullptr);
    if (code == MDB_NOTFOUND) return false;
    if (code != MDB_SUCCESS) return failed("cannot remove", code);
    return true;
}

Result<void> Transaction::clear(Table in) {
    const int code = mdb_drop(handle_.get(), table(in), 0);
    if (code != MDB_SUCCESS) return failed("cannot empty a table", code);
    return {};
}

std::size_t Transaction::count(Table in) const {
    MDB_stat stat{};
    found(mdb_stat(handle_.get(), table(in), &stat));
    return stat.ms_entries;
}

Result<void> Transaction::commit() {
    const int code = mdb_txn_commit(handle_.release());
    if (code != MDB_SUCCESS) return failed("cannot commit", code);
    return {};
}

Cursor::Cursor(const Transaction& transaction, Table in) : transaction_(&transaction) {
    MDB_cursor* cursor = nullptr;
    const int code = mdb_cursor_open(transaction.handle_.get(), transaction.table(in), &cursor);
    // Without memory for it there is nothing to walk: status() says so.
    if (transaction.found(code)) handle_.reset(cursor);
}

std::optional<Item> Cursor::move(int operation, ByteView key) {
    if (!handle_) return std::nullopt;
    MDB_val at = value_of(key);
    MDB_val value{};
    const auto how = static_cast<MDB_cursor_op>(operation);
    if (!transaction_->found(mdb_cursor_get(handle_.get(), &at, &value, how))) return std::nullopt;
    return Item{view_of(at), view_of(value)};
}

std::optional<Item> Cursor::first() { return move(MDB_FIRST); }
std::optional<Item> Cursor::last() { return move(MDB_LAST); }
std::optional<Item> Cursor::at_or_after(ByteView key) { return move(MDB_SET_RANGE, key); }
std::optional<Item> Cursor::next() { return move(MDB_NEXT); }
std::optional<Item> Cursor::previous() { return move(MDB_PREV); }

// LMDB writes the beginning of a new file without syncing it: half of it is no environment and
// would never open again. So it gets its name only when it is whole, with its tables, on the disk.
Result<void> Environment::make(const EnvironmentOptions& options) {
    const auto file = options.folder / kFile;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return {};
    if (auto made = make_folder(options.folder); !made) return made;
    const auto fresh = options.folder / (std::string(kFile) + ".new");
    const auto fresh_lock = fresh.string() + "-lock";
    std::filesystem::remove(fresh, ignored);
    if (auto filled = open_file(options, fresh, MDB_NOSUBDIR); !filled)
        return tl::unexpected(filled.error());
    std::filesystem::remove(fresh_lock, ignored);
    auto named = rename_surely(fresh, file);
    // Found here the next time, it would be taken for a sure one.
    if (!named) std::filesystem::remove(file, ignored);
    return named;
}

Result<Environment> Environment::open(const EnvironmentOptions& options) {
    const bool write = options.access == Access::Write;
    if (write)
        if (auto made = make(options); !made) return tl::unexpected(made.error());
    auto opened = open_file(options, options.folder, 0);
    if (opened && write && options.reserve_bytes > 0) {
        const auto reserved =
            allocate(opened->handle_.get(), opened->used_bytes() + options.reserve_bytes);
        if (!reserved) return tl::unexpected(reserved.error());
    }
    return opened;
}

Result<Environment> Environment::open_file(const EnvironmentOptions& options,
                                           const std::filesystem::path& path, unsigned more) {
    const bool write = options.access == Access::Write;
    MDB_env* raw = nullptr;
    if (const int code = mdb_env_create(&raw); code != MDB_SUCCESS) return failed("LMDB", code);
    Environment environment(raw);
    mdb_env_set_mapsize(raw, options.map_bytes);
    mdb_env_set_maxdbs(raw, static_cast<MDB_dbi>(options.tables.size()));
    // Readers belong to their transaction, not to a thread.
    const unsigned flags = MDB_NOTLS | more | (write ? 0U : MDB_RDONLY);
    int code = mdb_env_open(raw, path.c_str(), flags, 0600);
    if (!write && (code == EROFS || code == EACCES)) {
        // A disk from another till, mounted read-only: nobody writes to it.
        code = mdb_env_open(raw, path.c_str(), flags | MDB_NOLOCK, 0600);
    }
    if (code != MDB_SUCCESS) return failed("cannot open " + path.string(), code);
    int dead = 0;
    if (write) mdb_reader_check(raw, &dead);
    if (auto opened = environment.open_tables(options); !opened)
        return tl::unexpected(opened.error());
    return environment;
}

Result<void> Environment::open_tables(const EnvironmentOptions& options) {
    const bool write = options.access == Access::Write;
    auto tables = std::make_unique<std::vector<unsigned>>();
    auto transaction = write ? begin_write() : begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    for (const std::string& name : options.tables) {
        MDB_dbi table = 0;
        const int code = mdb_dbi_open(transaction->handle_.get(), name.c_str(),
                                      write ? unsigned{MDB_CREATE} : 0U, &table);
        if (code != MDB_SUCCESS) return failed("cannot open table " + name, code);
        tables->push_back(table);
    }
    // Also when reading: only a committed transaction leaves its table handles open.
    if (auto committed = transaction->commit(); !committed) return committed;
    tables_ = std::move(tables);
    return {};
}

Result<Transaction> Environment::begin_write() {
    // A command that was killed while it read would keep every page it could see from being used
    // again, until the till is next started.
    int dead = 0;
    mdb_reader_check(handle_.get(), &dead);
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(handle_.get(), nullptr, 0, &transaction);
    if (code != MDB_SUCCESS) return failed("cannot begin to write", code);
    return Transaction(transaction, tables_.get());
}

Result<Transaction> Environment::begin_read() const {
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(handle_.get(), nullptr, MDB_RDONLY, &transaction);
    if (code != MDB_SUCCESS) return failed("cannot begin to read", code);
    return Transaction(transaction, tables_.get());
}

std::size_t Environment::used_bytes() const {
    MDB_envinfo info{};
    MDB_stat stat{};
    mdb_env_info(handle_.get(), &info);
    mdb_env_stat(handle_.get(), &stat);
    return (info.me_last_pgno + 1) * stat.ms_psize;
}

}  // namespace kopilka::lmdb
