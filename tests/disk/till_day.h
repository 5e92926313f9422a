// A day of one till as steps upon its own files: enrolment, a shift, sales, drafts, what the server
// said, the Z report. Each step is one act that either returns as done or says why not; what the
// till then knows is compared with what its disk gives back.
#pragma once
#include "pos/app/enrolment.h"
#include "pos/store/journal.h"
#include "pos/store/keys.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::disk {

// The till's folders below one folder, and what is open of them.
struct Room {
    explicit Room(std::filesystem::path where) : folder(std::move(where)) {}
    std::filesystem::path folder;
    std::optional<DataFolder> lock;
    std::optional<Journal> journal;

    std::filesystem::path data() const { return folder / "till"; }
    std::filesystem::path keys() const { return folder / "till.keys"; }
    Result<void> open();  // as at start
    void close();
};

// What a till must never forget once it has been told that it is so.
struct Memory {
    std::optional<Keys> keys;
    std::optional<std::string> server;  // of the enrolment
    std::vector<JournalPlace> records;
    std::vector<Draft> drafts;
    std::optional<RecordId> watermark;
    std::vector<std::optional<ServerState>> states;  // of each record
    std::optional<DeviceMemory> phone;
    std::optional<Bytes> sealed;  // head
    bool operator==(const Memory&) const = default;
};
// Reads it all from an open room. Errc::Corrupt where anything does not check.
Result<Memory> remember(const Room& room);
std::string difference(const Memory& expected, const Memory& found);

struct Step {
    std::string name;
    // `attempt`, from 0: done again after a failure, the act has another moment, as in a shop.
    std::function<Result<void>(Room&, int attempt)> act;
    bool of_private_files = false;  // keys, enrolment, sealed head: not of the journal
};
// `sales`: plain ones in the middle of the day, above those that every day has.
std::vector<Step> day(int sales);
// A till is switched on again, begins where it had not, sells twice and keeps a draft.
std::vector<Step> coming_back();

// Chain, sealed head, numbers: what must hold of any journal; then one more sale, the till closed,
// opened, and all of it again. Empty, or what is wrong.
std::string trouble_with(Room& room);

// The till's keys, the same in each run.
Keys keys_of_the_till();

}  // namespace kopilka::disk
