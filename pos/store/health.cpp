#include "pos/store/health.h"

#include "pos/sale/value_codec.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/facts.h"
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"
#include "pos/store/lmdb_pages.h"
#include "pos/store/secret_box.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <utility>

#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {
namespace {

constexpr int kSound = 0;
constexpr int kDamaged = 1;
constexpr int kUnknown = 2;
constexpr unsigned kMostSeconds = 120;  // a damaged file may lead in circles
constexpr int kStuckMs = 2'000;
constexpr int kTries = 2;

int to_code(const Result<bool>& sound) {
    if (sound) return *sound ? kSound : kDamaged;
    return sound.error().code == Errc::Corrupt ? kDamaged : kUnknown;
}

// proc(5), stat: its state, page faults, processor time.
std::string state_of(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(in, line);
    return line;
}
// Waiting, and not for a disk, which may be slow.
bool sleeps(const std::string& state) {
    const std::size_t name_ends = state.rfind(')');
    return name_ends != std::string::npos && state.compare(name_ends, 3, ") S") == 0;
}

// How it ended (wait(2)); nullopt: it slept and did nothing at all for kStuckMs, and was ended.
std::optional<int> end_of(pid_t child) {
    const int ends = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    pollfd ended{ends, POLLIN, 0};
    bool stuck = false;
    std::string before;
    while (ends >= 0 && !stuck && ::poll(&ended, 1, kStuckMs) == 0) {
        const std::string state = state_of(child);
        stuck = sleeps(state) && state == std::exchange(before, state);
    }
    if (stuck) ::kill(child, SIGKILL);
    if (ends >= 0) ::close(ends);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return stuck ? std::nullopt : std::optional(status);
}

Health in_a_process(const std::function<Result<bool>()>& look) {
    // A child may wait for ever for what a thread held when it was made, or another process holds:
    // that says nothing of the file.
    for (int tries = 0; tries < kTries; ++tries) {
        const pid_t child = ::fork();
        if (child < 0) return Health::Unknown;
        if (child == 0) {
            const rlimit none{};
            ::setrlimit(RLIMIT_CORE, &none);
            ::alarm(kMostSeconds);
            ::_exit(to_code(look()));
        }
        const auto status = end_of(child);
        if (!status) continue;
        if (!WIFEXITED(*status) || WEXITSTATUS(*status) == kDamaged) return Health::Damaged;
        return WEXITSTATUS(*status) == kSound ? Health::Sound : Health::Unknown;
    }
    return Health::Unknown;
}

// Whoever looks for it finds it: the way down the tree may be damaged where the leaves are not.
bool is_found(const lmdb::Transaction& transaction, lmdb::Table table, const lmdb::Item& item) {
    const auto value = transaction.get(table, item.key);
    return value && value->data() == item.value.data();
}

// Every item of a table, until one is not found or `is_sound` says no of it; and as many as the
// table itself says: a page may have lost the last of its items with one bit of its size.
Result<bool> all_sound(const lmdb::Transaction& transaction, lmdb::Table table,
                       const std::function<bool(const lmdb::Item&)>& is_sound) {
    std::size_t seen = 0;
    bool sound = true;
    lmdb::Cursor cursor(transaction, table);
    for (auto item = cursor.first(); item && sound; item = cursor.next(), ++seen)
        sound = is_found(transaction, table, *item) && is_sound(*item);
    sound = sound && seen == transaction.count(table);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return sound;
}

Result<bool> all_there(const lmdb::Transaction& transaction, lmdb::Table table) {
    std::size_t seen = 0;
    lmdb::Cursor cursor(transaction, table);
    for (auto item = cursor.first(); item; item = cursor.next()) ++seen;
    const bool all = seen == transaction.count(table);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return all;
}

using Check = std::function<Result<bool>()>;
Result<bool> all_of(const std::vector<Check>& checks) {
    for (const Check& check : checks)
        if (auto sound = check(); !sound || !*sound) return sound;
    return true;
}

bool is_draft(const lmdb::Item& item) {
    const auto bytes = without_check(item.value);
    const auto draft = bytes ? decode_draft(*bytes) : tl::unexpected(CodecRefusal::Malformed);
    return draft && std::ranges::equal(schema::draft_key(draft->id), item.key);
}

bool is_state(const lmdb::Item& item) {
    const auto state = schema::decode_state(item.value);
    return state && std::ranges::equal(schema::record_key(state->id), item.key);
}

// Each record of a member in the index, and nothing else there.
Result<bool> members_are_indexed(const lmdb::Transaction& transaction) {
    std::size_t indexed = 0;
    auto found = all_sound(transaction, schema::kRecords, [&](const lmdb::Item& item) {
        const auto stored = schema::read_record(item);
        if (!stored) return false;
        const auto member = schema::member_of(stored->record.entry);
        if (!member) return true;
        ++indexed;
        const auto key = schema::record_key(stored->record.id);
        return transaction.get(schema::kMembers, schema::member_key(*member, key)).has_value();
    });
    if (!found || !*found) return found;
    return transaction.count(schema::kMembers) == indexed;
}

Result<bool> look_through_journal(const Journal& journal) {
    auto chain = verify(journal);
    if (!chain) return tl::unexpected(chain.error());
    auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return all_of({[&]() -> Result<bool> { return !chain->bad; },
                   [&] { return all_sound(*transaction, schema::kDrafts, is_draft); },
                   [&] { return all_sound(*transaction, schema::kStates, is_state); },
                   [&] {
                       return all_sound(*transaction, schema::kMeta, [](const lmdb::Item& item) {
                           return without_check(item.value).has_value();
                       });
                   },
                   [&] { return members_are_indexed(*transaction); }});
}

Result<bool> look_at_journal(const std::filesystem::path& data, Look look) {
    if (look == Look::Everywhere) {
        const auto journal = Journal::open_to_examine(data);
        if (!journal) return tl::unexpected(journal.error());
        return look_through_journal(*journal);
    }
    const auto journal = Journal::open_to_read(data);
    if (!journal) return tl::unexpected(journal.error());
    const auto facts = start_facts(*journal);
    const auto drafts = journal->drafts();
    if (!facts) return tl::unexpected(facts.error());
    if (!drafts) return tl::unexpected(drafts.error());
    const auto transaction = journal->begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return all_there(*transaction, schema::kRecords);
}

// The things of one table with the index that leads to them.
class Indexed {
public:
    Indexed(const lmdb::Transaction& transaction, lmdb::Table things, lmdb::Table index)
        : transaction_(transaction), things_(things), index_(index) {}
    // `keys_of`: what leads to the thing; nullopt: it is damaged.
    Result<bool> check(
        const std::function<std::optional<std::vector<Bytes>>(const lmdb::Item&)>& keys_of) const {
        std::size_t keys = 0;
        auto found = all_sound(transaction_, things_, [&](const lmdb::Item& item) {
            auto of_this = keys_of(item);
            if (!of_this) return false;
            std::ranges::sort(*of_this);
            of_this->erase(std::unique(of_this->begin(), of_this->end()), of_this->end());
            keys += of_this->size();
            return std::ranges::all_of(*of_this, [&](const Bytes& key) {
                return transaction_.get(index_, key).has_value();
            });
        });
        if (!found || !*found) return found;
        return transaction_.count(index_) == keys;
    }

private:
    const lmdb::Transaction& transaction_;
    lmdb::Table things_;
    lmdb::Table index_;
};

std::optional<std::vector<Bytes>> keys_of_goods(const lmdb::Item& item) {
    const auto bytes = without_check(item.value);
    const auto goods = bytes ? decode_goods(*bytes) : tl::unexpected(CodecRefusal::Malformed);
    if (!goods || goods->sku.value != as_text(item.key)) return std::nullopt;
    return schema::index_keys(*goods);
}

std::optional<std::vector<Bytes>> keys_of_member(const lmdb::Item& item, const Keys& keys) {
    const auto clear = unseal(item.value, keys.cache);
    const auto member = clear ? decode_member(*clear) : tl::unexpected(CodecRefusal::Malformed);
    if (!member || !std::ranges::equal(member->view.id.value, item.key)) return std::nullopt;
    return schema::index_keys(*member, keys.lookup);
}

Result<bool> look_through_cache(const lmdb::Transaction& transaction, const Keys& keys) {
    const auto is_checked = [](const lmdb::Item& item) {
        return without_check(item.value).has_value();
    };
    const auto is_staff = [&](const lmdb::Item& item) {
        const auto clear = unseal(item.value, keys.cache);
        const auto staff = clear ? schema::decode_staff(*clear) : std::nullopt;
        return staff && staff->id.value == as_text(item.key);
    };
    return all_of(
        {[&] { return all_sound(transaction, schema::kFacts, is_checked); },
         [&] { return all_sound(transaction, schema::kPublications, is_checked); },
         [&] { return all_sound(transaction, schema::kStaff, is_staff); },
         [&] {
             return Indexed(transaction, schema::kGoods, schema::kGoodsIndex).check(keys_of_goods);
         },
         [&] {
             return Indexed(transaction, schema::kPeople, schema::kPeopleIndex)
                 .check([&](const lmdb::Item& item) { return keys_of_member(item, keys); });
         }});
}

Result<bool> look_at_cache(const std::filesystem::path& data, const Keys& keys, Look look) {
    const auto environment =
        lmdb::Environment::open({cache_folder(data), lmdb::Access::Read, CacheTuning{}.map_bytes, 0,
                                 schema::cache_tables()});
    if (!environment) return tl::unexpected(environment.error());
    const auto transaction = environment->begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    if (look == Look::Everywhere) return look_through_cache(*transaction, keys);
    return all_sound(*transaction, schema::kFacts,
                     [](const lmdb::Item& item) { return without_check(item.value).has_value(); });
}

// LMDB itself takes the beginning with the higher number, whatever flipped in it.
bool begins_well(const std::filesystem::path& environment) {
    constexpr std::size_t kBeginning = std::size_t{128} << 10;
    std::ifstream in(environment / "data.mdb", std::ios::binary);
    std::string bytes(kBeginning, 0);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return in.bad() || lmdb::Pages(as_bytes(bytes)).begins_well();
}

bool is_there(const std::filesystem::path& environment) {
    std::error_code ignored;
    return std::filesystem::exists(environment / "data.mdb", ignored);
}

}  // namespace

Health examine_journal(const DataFolder& folder, Look look) {
    if (!is_there(journal_folder(folder.path()))) return Health::Sound;
    if (!begins_well(journal_folder(folder.path()))) return Health::Damaged;
    return in_a_process([&] { return look_at_journal(folder.path(), look); });
}

Health examine_cache(const DataFolder& folder, const Keys& keys, Look look) {
    if (!is_there(cache_folder(folder.path()))) return Health::Sound;
    if (!begins_well(cache_folder(folder.path()))) return Health::Damaged;
    return in_a_process([&] { return look_at_cache(folder.path(), keys, look); });
}

}  // namespace kopilka
