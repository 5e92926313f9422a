// Runs a till: steps the pure core, performs its effects in order, brings the answers back as
// events. One thread owns a Shell (the window's, or a script's); workers answer through its inbox.
// Not here: what anything means (pos/till), windows, files.
#pragma once
#include "pos/app/assets.h"
#include "pos/app/clock.h"
#include "pos/app/device_worker.h"
#include "pos/app/store_worker.h"
#include "pos/till/step.h"

#include <deque>
#include <functional>
#include <memory>

namespace kopilka::app {

struct ShellParts {
    World world;
    const Clock& clock;
    const TwoLanguages& texts;
    const Cache& cache;  // goods are read here at once; members, through the store
    Devices devices;
};

class Shell {
public:
    // `wake` is called on other threads when there is something to take (take_answers).
    Shell(ShellParts parts, StoreRoom store, std::function<void()> wake);
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    const Stage& stage() const { return stage_; }
    const World& world() const { return world_; }
    // At which moment's prices goods are sold now: when the open receipt was begun, if one is.
    LocalTime prices_at() const;

    // What a person did or a device, the network or the clock brings. Waits its turn behind the
    // reads that an earlier act asked for.
    void put(Event outside);
    // From any thread: the same, at the next take_answers.
    void put_from_outside(Event event) { inbox_.put({std::move(event), Kind::Outside}); }
    // Takes what workers answered. True when anything happened.
    bool take_answers();
    // Takes answers until nothing asked for is unanswered, waiting at most `patience` for each.
    // False when the patience ended first.
    bool settle(std::chrono::milliseconds patience);

    void replace_world(World world);
    StoreWorker& store() { return store_; }
    // Called for each effect before it is performed: sounds, scripts, tests.
    void watch(std::function<void(const Effect&)> watcher) { watcher_ = std::move(watcher); }

private:
    enum class Kind : std::uint8_t { Outside, Read, Other };
    struct Arrival {
        Event event;
        Kind kind = Kind::Outside;
    };

    static Kind kind_of(AnswerTo to);
    void take_arrival(Arrival arrival);
    void run();
    void take(const Event& event);
    void perform(const Effect& effect);
    // One for each effect that this shell performs itself.
    void do_this(const effect::FindGoods& wanted);
    void do_this(const effect::SearchGoods& wanted);
    void do_this(const effect::ListCategory& wanted);
    void do_this(const effect::Print& wanted);
    void do_this(const effect::ShowCustomer& wanted);
    void read(StoreRequest request);
    // Paper and pole are for the customer: the shop's language, whatever the cashier reads.
    const Texts& customers_words() const { return texts_.in(world_.shop->language); }

    World world_;
    const Clock& clock_;
    const TwoLanguages& texts_;
    const Cache& cache_;
    Inbox<Arrival> inbox_;
    std::deque<Event> answers_;
    std::deque<Event> outside_;
    std::size_t reads_open_ = 0;   // answers that must come before the next act
    std::size_t others_open_ = 0;  // commits, prints and payments under way
    Stage stage_;
    std::function<void(const Effect&)> watcher_;
    StoreWorker store_;     // the workers last: they stop first
    DeviceWorker counter_;  // printer, drawer, pole
    DeviceWorker terminal_;
};

}  // namespace kopilka::app
