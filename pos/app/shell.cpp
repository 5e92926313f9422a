#include "pos/app/shell.h"

#include "pos/app/goods_reads.h"
#include "pos/core/check.h"
#include "pos/sale/receipt.h"

namespace kopilka::app {
namespace {

template <typename T>
concept StoreEffect = std::is_constructible_v<StoreRequest, T>;
template <typename T>
concept CounterEffect = std::is_same_v<T, effect::OpenDrawer>;
template <typename T>
concept TerminalEffect = std::is_same_v<T, effect::AskTerminal> ||
    std::is_same_v<T, effect::AskTerminalAgain> || std::is_same_v<T, effect::CancelPayment>;
template <typename T>
concept Shown = std::is_same_v<T, effect::Sound> || std::is_same_v<T, effect::Refuse> ||
    std::is_same_v<T, effect::Notice>;

// Nobody waits for these; what comes of them is news.
template <typename T>
concept Unanswered =
    std::is_same_v<T, effect::SaveDraft> || std::is_same_v<T, effect::RemoveDraft> ||
    std::is_same_v<T, effect::AskRights> || std::is_same_v<T, effect::LetRightsGo>;

Devices only_terminal(const Devices& devices) {
    Devices some;
    some.terminal = devices.terminal;
    return some;
}

Devices all_but_terminal(Devices devices) {
    devices.terminal = nullptr;
    return devices;
}

}  // namespace

Shell::Shell(ShellParts parts, StoreRoom store, std::function<void()> wake)
    : world_(std::move(parts.world)),
      clock_(parts.clock),
      texts_(parts.texts),
      cache_(parts.cache),
      inbox_(std::move(wake)),
      stage_(first_stage(world_, clock_.local(world_.shop->utc_offset_minutes))),
      store_(std::move(store),
             [this](Event event, AnswerTo to) {
                 inbox_.put({std::move(event), kind_of(to)});
             }),
      counter_(all_but_terminal(parts.devices),
               [this](Event event) {
                   inbox_.put({std::move(event), Kind::Other});
               }),
      terminal_(only_terminal(parts.devices), [this](Event event) {
          inbox_.put({std::move(event), Kind::Other});
      }) {
    read(ReadRecovered{});
}

void Shell::put(Event outside) {
    outside_.push_back(std::move(outside));
    run();
}

Shell::Kind Shell::kind_of(AnswerTo to) {
    switch (to) {
        case AnswerTo::Read: return Kind::Read;
        case AnswerTo::Commit: return Kind::Other;
        case AnswerTo::News: return Kind::Outside;
    }
    unreachable("an answer to nothing");
}

bool Shell::take_answers() {
    bool anything = false;
    while (auto arrival = inbox_.try_take()) {
        take_arrival(std::move(*arrival));
        anything = true;
    }
    run();
    return anything;
}

bool Shell::settle(std::chrono::milliseconds patience) {
    take_answers();
    while (reads_open_ + others_open_ > 0) {
        auto arrival = inbox_.take_within(patience);
        if (!arrival) return false;
        take_arrival(std::move(*arrival));
        run();
    }
    return true;
}

void Shell::take_arrival(Arrival arrival) {
    switch (arrival.kind) {
        case Kind::Read: --reads_open_; break;
        case Kind::Other:
            if (!std::holds_alternative<event::DeviceNews>(arrival.event)) --others_open_;
            break;
        case Kind::Outside: outside_.push_back(std::move(arrival.event)); return;
    }
    answers_.push_back(std::move(arrival.event));
}

void Shell::replace_world(World world) {
    world_ = std::move(world);
    put(event::WorldReplaced{});
}

// Answers go first; an act of a person waits until the reads of the one before are answered.
void Shell::run() {
    while (!answers_.empty() || (reads_open_ == 0 && !outside_.empty())) {
        std::deque<Event>& queue = answers_.empty() ? outside_ : answers_;
        const Event event = std::move(queue.front());
        queue.pop_front();
        take(event);
    }
}

void Shell::take(const Event& event) {
    const auto advance = [&](const Event& now) {
        Next next = step(world_, std::move(stage_), now);
        stage_ = std::move(next.stage);
        for (const Effect& effect : next.effects) perform(effect);
    };
    if (!std::holds_alternative<event::Tick>(event))
        advance(event::Tick{clock_.local(world_.shop->utc_offset_minutes)});
    advance(event);
}

void Shell::perform(const Effect& effect) {
    if (watcher_) watcher_(effect);
    std::visit(
        [&](const auto& wanted) {
            using T = std::remove_cvref_t<decltype(wanted)>;
            if constexpr (std::is_same_v<T, effect::Journal>) {
                ++others_open_;
                store_.ask(wanted);
            } else if constexpr (Unanswered<T>) {
                store_.ask(wanted);
            } else if constexpr (StoreEffect<T>) {
                read(wanted);
            } else if constexpr (TerminalEffect<T>) {
                ++others_open_;
                terminal_.ask(wanted);
            } else if constexpr (CounterEffect<T>) {
                counter_.ask(wanted);
            } else if constexpr (!Shown<T>) {  // what is shown stands in the stage
                do_this(wanted);
            }
        },
        effect);
}

void Shell::read(StoreRequest request) {
    ++reads_open_;
    store_.ask(std::move(request));
}

LocalTime Shell::prices_at() const {
    const stage::OpenReceipt* receipt = open_receipt(stage_.sale);
    return receipt != nullptr ? receipt->started : stage_.desk.now;
}

void Shell::do_this(const effect::FindGoods& wanted) {
    answers_.push_back(
        event::GoodsFound{wanted.query, find_goods(cache_, wanted.query.key, prices_at())});
}

void Shell::do_this(const effect::SearchGoods& wanted) {
    answers_.push_back(
        event::GoodsListed{wanted.text, search_goods(cache_, wanted.text, prices_at())});
}

void Shell::do_this(const effect::ListCategory& wanted) {
    answers_.push_back(event::GoodsListed{wanted.category,
                                          goods_of_category(cache_, wanted.category, prices_at())});
}

void Shell::do_this(const effect::Print& wanted) {
    ++others_open_;
    counter_.ask(PrintJob{wanted.ticket,
                          lay_out(wanted.what, *world_.shop, customers_words(), wanted.mark)});
}

void Shell::do_this(const effect::ShowCustomer& wanted) {
    counter_.ask(
        ShowOnPole{customers_words().say(wanted.upper), customers_words().say(wanted.lower)});
}

}  // namespace kopilka::app
