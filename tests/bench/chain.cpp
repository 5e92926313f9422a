// A chain's tills send what they sold, all at once, to one server that keeps it: ours beside
// PouchDB, which replicates the same receipts to a PouchDB server.
#include "pos/sale/journal_codec.h"
#include "tests/bench/bench.h"
#include "tests/bench/limits.h"
#include "tests/bench/peer.h"
#include "tests/bench/receipt_json.h"
#include "tests/bench/senders.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace kopilka::bench {
namespace {

using namespace sync;

constexpr std::size_t kTills = 100;
constexpr std::size_t kUploads = 2;    // of a till
constexpr std::size_t kRecords = 100;  // of an upload
constexpr std::size_t kReceipts = kTills * kUploads * kRecords;

std::vector<Sender> ready_to_send(const RunningServer& server) {
    return senders_of("till-", kTills, kUploads, kRecords, server);
}

Speed send(std::vector<Sender>& senders, const Address& server) {
    const std::atomic<bool> stop = false;
    const Speed speed = speed_of(kReceipts, 0, [&] {
        std::vector<std::thread> threads;
        start_all(senders, server, {}, stop, threads);
        for (std::thread& thread : threads) thread.join();
    });
    if (std::ranges::any_of(senders, [](const Sender& sender) { return sender.failed; }))
        throw std::runtime_error("an upload was refused");
    return speed;
}

// One list of documents a till, named by the receipts' ids.
std::string documents_of(const std::vector<Sender>& senders) {
    auto tills = nlohmann::ordered_json::array();
    for (const Sender& sender : senders) {
        auto documents = nlohmann::ordered_json::array();
        for (const Upload& upload : sender.journal.uploads) {
            for (const Bytes& body : upload.records) {
                const JournalRecord record = *decode_record(body);
                documents.push_back(receipt_json(record));
                documents.back()["_id"] = to_string(record.id);
            }
        }
        tills.push_back(std::move(documents));
    }
    return tills.dump();
}

Row told(std::string name, const Speed& speed, const std::string& how) {
    char cost[80];
    std::snprintf(cost, sizeof cost, "%.0f us of processor a receipt, both sides; ", speed.us());
    return {std::move(name), speed.rate, "/s", "", {}, cost + how};
}

std::vector<Row> pouchdb(const Options& options) {
    const TemporaryFolder folder;
    shop_in({folder.path().string()});
    std::vector<Sender> senders;
    Speed ours;
    {
        const RunningServer central(folder.path().string());
        senders = ready_to_send(central);
        ours = send(senders, central.address());
    }
    std::vector<Row> rows{told("100 tills x 200 receipts to central on SQLite", ours,
                               "TLS, 100 an upload, on disk before the answer")};
    const std::string answer = answer_of_peer(options, "pouch.cjs", documents_of(senders));
    double seconds = 0, processor = 0;
    std::istringstream said(answer);
    if (!(said >> seconds >> processor)) {
        rows.push_back({"the same from PouchDB", 0, "/s", "", {}, why_not(answer)});
        return rows;
    }
    const Speed peer{kReceipts / seconds, processor * 1e6 / kReceipts, 0};
    rows.push_back(told("the same from PouchDB to express-pouchdb on LevelDB", peer,
                        "no TLS, 100 a batch, never synced"));
    rows.push_back(at_least("times as many as PouchDB", ours.rate / peer.rate, "x", 4));
    rows.push_back({"PouchDB's processor time against ours",
                    peer.us() / ours.us(),
                    "x",
                    "",
                    {},
                    "other programs disturb it less"});
    return rows;
}

}  // namespace

std::vector<Benchmark> chain_benchmarks() { return {{"chain.pouchdb", pouchdb}}; }

}  // namespace kopilka::bench
