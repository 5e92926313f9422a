// The central server, whole but for its threads and TLS: service, store, ingest, lending and
// pricing again, on a disk of its own, answering at once.
#pragma once
#include "sync/server/audit.h"
#include "sync/server/authority.h"
#include "sync/server/place.h"
#include "sync/server/service.h"
#include "tests/disk/disk_image.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace kopilka::simulation {

class SimCentral {
public:
    // In `folder`, which prepare_central() filled.
    SimCentral(std::filesystem::path folder, const std::int64_t& true_ms)
        : folder_(std::move(folder)), true_ms_(true_ms) {}

    Result<void> start();
    void stop();  // everything in memory is gone
    bool is_up() const { return open_ != nullptr; }

    // A request of that till, as TLS would have let it in. nullopt: nothing is there to answer.
    std::optional<sync::ServerReply> answer(const sync::CertificateFacts& peer, std::string method,
                                            std::string target, Bytes body);
    Result<std::size_t> reprice();  // some of what waits
    Result<void> publish(std::int64_t programme);
    Result<void> declare_lost(const TillId& till);
    sync::Database& database();

private:
    struct Open;
    std::filesystem::path folder_;
    const std::int64_t& true_ms_;
    std::shared_ptr<Open> open_;  // shared: it can be of a type that is not told here
};

struct ShopTill {
    TillId till;
    StoreId store;
    KeySeed key;
};
KeySeed key_of(const TillId& till);
sync::CertificateFacts certificate_of(const ShopTill& till);

// Its disk on the first morning: shop, goods, members with points, the first programme, tills. Made
// once, in a folder beside `near`; the same each time.
const disk::DiskImage& central_as_prepared(const std::vector<ShopTill>& tills, int members,
                                           Instant at, const std::filesystem::path& near);
MemberId member_of(int number);
std::string card_of(int number);
Points points_of(int number);  // that they begin with
constexpr std::uint64_t kGoods = 5;
std::string goods_code(std::uint64_t number);  // from 0

}  // namespace kopilka::simulation
