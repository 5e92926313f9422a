#include "pos/app/till.h"

#include "pos/app/fetch.h"
#include "pos/app/lease_keeper.h"
#include "sync/client/session.h"

#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

SyncNumbers numbers_of(const sync::SyncNews& news, std::optional<LocalTime> acknowledged) {
    SyncNumbers numbers{news.unsent, news.quarantined, acknowledged, news.online};
    numbers.kept = news.kept;
    if (news.clock && is_wrong(*news.clock)) numbers.clock_ahead_s = news.clock->ahead_ms / 1'000;
    return numbers;
}

// The address of a shop's text; one that is none is told of in the log.
std::optional<sync::Address> store_server_of(const ShopSettings& shop) {
    if (shop.store_server.empty()) return std::nullopt;
    auto address = sync::parse_address(shop.store_server);
    if (!address) {
        spdlog::error("the store server's address is not usable: {}", shop.store_server);
        return std::nullopt;
    }
    address->store = shop.store.value;
    return address;
}

// Remembers when the last acknowledgement came: the news name the record, not the moment.
class NewsTeller {
public:
    NewsTeller(Shell& shell, const Clock& clock, std::int32_t offset)
        : shell_(shell), clock_(clock), offset_(offset) {}
    void operator()(const sync::SyncNews& news) {
        if (news.last_acknowledged != last_) {
            last_ = news.last_acknowledged;
            acknowledged_ = clock_.local(offset_);
        }
        if (!news.cause.empty()) spdlog::info("sync: {}", news.cause);
        if (news.clock && news.clock != clock_before_ && is_wrong(*news.clock))
            spdlog::warn("clock: {}: set it", words(*news.clock));
        clock_before_ = news.clock;
        shell_.put_from_outside(event::SyncNews{numbers_of(news, acknowledged_)});
    }

private:
    Shell& shell_;
    const Clock& clock_;
    std::int32_t offset_;
    std::optional<RecordId> last_;
    std::optional<LocalTime> acknowledged_;
    std::optional<sync::ClockReading> clock_before_;
};

struct Opened {
    Premises premises;
    World world;
};

Result<Opened> open_once(const Places& places, const Clock& clock) {
    auto premises = open_premises(places, clock);
    if (!premises) return tl::unexpected(premises.error());
    auto world = read_world(*premises->cache, premises->enrolment);
    if (!world) return tl::unexpected(world.error());
    return Opened{std::move(*premises), std::move(*world)};
}

// Where the cache was lost, prices must come first; the rest comes while the till sells.
Result<Opened> open_to_sell(const Places& places, const Clock& clock) {
    auto opened = open_once(places, clock);
    const bool has_nothing_to_sell =
        !opened && opened.error().code == Errc::NotFound && load_enrolment(places.key_folder());
    if (!has_nothing_to_sell) return opened;
    if (const auto fetched = fetch(places, clock, FetchUntil::CanSell); !fetched)
        return fail(Errc::NotFound, opened.error().detail + " (" + fetched.error().detail + ")");
    return open_once(places, clock);
}

}  // namespace

Result<std::unique_ptr<Till>> Till::open(const Places& places, const Clock& clock,
                                         const TwoLanguages& texts, Devices devices,
                                         std::function<void()> wake) {
    auto opened = open_to_sell(places, clock);
    if (!opened) return tl::unexpected(opened.error());
    auto ranges = code_ranges_of(*opened->world.shop);
    if (!ranges) return tl::unexpected(ranges.error());
    return std::unique_ptr<Till>(new Till(std::move(opened->premises), std::move(opened->world),
                                          std::move(*ranges), clock, texts, devices,
                                          std::move(wake)));
}

Till::Till(Premises premises, World world, CodeRanges ranges, const Clock& clock,
           const TwoLanguages& texts, Devices devices, std::function<void()> wake)
    : folder_(std::move(premises.folder)),
      key_folder_(premises.key_folder),
      keys_(premises.keys),
      enrolment_(premises.enrolment),
      cache_(std::move(premises.cache)),
      clock_(clock),
      wake_(wake),
      ranges_(std::move(ranges)),
      shell_({world, clock, texts, *cache_, devices},
             {std::move(premises.journal), *cache_, keys_, premises.key_folder, enrolment_.till,
              clock, world.shop->utc_offset_minutes},
             wake),
      outbox_(shell_.store(), enrolment_.store, clock),
      inbox_(*cache_, keys_, clock, [this] {
          world_changed_ = true;
          if (wake_) wake_();
      }) {
    shell_.store().on_commit([this] { wake_pump(); });
    hold_usual();
}

Till::~Till() { connect(Network::Down); }

void Till::scanned(const drivers::RawScan& scan) {
    const std::lock_guard lock(ranges_mutex_);
    shell_.put_from_outside(read_scan(ranges_, scan));
}

bool Till::take() {
    if (world_changed_.exchange(false)) take_new_world();
    return shell_.take_answers();
}

void Till::take_new_world() {
    auto world = read_world(*cache_, enrolment_);
    if (!world) return spdlog::error("new settings are not used: {}", world.error().detail);
    auto ranges = code_ranges_of(*world->shop);
    if (!ranges) return spdlog::error("new code table is not used: {}", ranges.error().detail);
    {
        const std::lock_guard lock(ranges_mutex_);
        ranges_ = std::move(*ranges);
    }
    shell_.replace_world(std::move(*world));
    hold_usual();
}

void Till::hold_usual() {
    shell_.store().ask(RightsWanted{usual_wishes(*shell_.world().publication)});
}

void Till::wake_pump() {
    const std::lock_guard lock(pump_mutex_);
    if (pump_) pump_->wake();
}

void Till::stop_pump() {
    std::unique_ptr<sync::Pump> ended;  // joined outside the lock: the pump may wait for the store
    const std::lock_guard lock(pump_mutex_);
    std::swap(ended, pump_);
}

void Till::connect(Network network) {
    if (network == Network::Down) return stop_pump();
    if (pump_) return;
    const auto address = sync::parse_address(enrolment_.server);
    if (!address) return spdlog::error("the server's address is not usable: {}", enrolment_.server);
    sync::PumpSettings settings;
    settings.server = *address;
    settings.till = enrolment_.till;
    settings.identity = identity_of(enrolment_, keys_);
    settings.keep_certificate = [this](const Bytes& certificate) {
        enrolment_.credentials.certificate = certificate;  // read again when no pump runs
        return save_enrolment(key_folder_, enrolment_);
    };
    settings.seed = sync::jitter_seed(keys_.till_seed);
    settings.wall_clock = [this] { return clock_.now(); };
    settings.store_server = store_server_of(*shell_.world().shop);
    auto pump = std::make_unique<sync::Pump>(
        std::move(settings), outbox_, inbox_,
        NewsTeller(shell_, clock_, shell_.world().shop->utc_offset_minutes));
    const std::lock_guard pump_lock(pump_mutex_);
    pump_ = std::move(pump);
}

}  // namespace kopilka::app
