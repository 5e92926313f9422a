// One till, whole but for its threads, windows and cables: the real core, store and dialogue, on a
// disk and a clock of its own, obeying at once. What it sends and whether it is answered is the
// network's business.
#pragma once
#include "pos/app/enrolment.h"
#include "pos/app/store_clerk.h"
#include "pos/app/sync_bridge.h"
#include "pos/till/step.h"
#include "sync/client/dialogue.h"
#include "tests/simulation/node_clock.h"

#include <deque>
#include <filesystem>
#include <memory>
#include <string>

namespace kopilka::simulation {

class SimTill final : public app::StoreDesk {
public:
    SimTill(std::filesystem::path folder, TillId till, StoreId store, KeySeed key,
            const std::int64_t& true_ms);
    ~SimTill() override { switch_off(); }

    // Errc: why it does not start.
    Result<void> switch_on();
    void switch_off();  // everything in memory is gone
    bool is_on() const { return open_ != nullptr; }

    const TillId& till() const { return till_; }
    const StoreId& store() const { return store_; }
    NodeClock& clock() { return clock_; }
    Journal& journal();
    sync::Dialogue& dialogue() { return *open_->dialogue; }
    const Stage& stage() const { return open_->stage; }
    bool can_sell() const { return open_ && open_->world.has_value(); }

    // One act of a person, and all that follows from it.
    void act(const Event& event);
    // The numbers on the screen, as the pump would tell them.
    void tell_news();
    // New settings or programmes came with the last page.
    void take_new_world();

    // Of StoreDesk: at once.
    void ask(app::StoreRequest request) override;

    // Of receipts that were printed, in its whole life.
    const std::vector<RecordId>& papers() const { return papers_; }
    void forget_papers() { papers_.clear(); }  // an older disk was put in

private:
    struct Open {
        DataFolder lock;
        std::unique_ptr<Cache> cache;
        std::unique_ptr<app::StoreClerk> clerk;
        std::unique_ptr<app::JournalOutbox> outbox;
        std::unique_ptr<app::CacheInbox> inbox;
        std::unique_ptr<sync::Dialogue> dialogue;
        std::optional<World> world;
        Stage stage;
    };
    void take(const Event& event);
    void perform(const Effect& effect);
    void settle();
    LocalTime now() const { return {clock_.now(), 180}; }
    app::Enrolment enrolment() const;

    std::filesystem::path folder_;
    TillId till_;
    StoreId store_;
    KeySeed key_;
    const std::int64_t& true_ms_;
    NodeClock clock_;
    Keys keys_;
    std::unique_ptr<Open> open_;
    std::deque<Event> answers_;
    bool world_changed_ = false;
    std::vector<RecordId> papers_;
};

}  // namespace kopilka::simulation
