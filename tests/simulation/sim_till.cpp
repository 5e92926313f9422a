#include "tests/simulation/sim_till.h"

#include "pos/app/goods_reads.h"
#include "pos/app/lease_keeper.h"
#include "pos/app/premises.h"
#include "pos/core/overload.h"

namespace kopilka::simulation {
namespace {

constexpr JournalTuning kJournal{std::size_t{32} << 20, 0};
constexpr CacheTuning kCache{std::size_t{32} << 20};

Keys keys_for(const KeySeed& key) {
    Keys keys;
    keys.cache.fill(1);
    keys.lookup.fill(2);
    keys.pepper.fill(3);
    keys.till_seed = key;
    return keys;
}

}  // namespace

SimTill::SimTill(std::filesystem::path folder, TillId till, StoreId store, KeySeed key,
                 const std::int64_t& true_ms)
    : folder_(std::move(folder)),
      till_(std::move(till)),
      store_(std::move(store)),
      key_(key),
      true_ms_(true_ms),
      clock_(true_ms),
      keys_(keys_for(key)) {}

app::Enrolment SimTill::enrolment() const {
    app::Enrolment enrolment;
    enrolment.till = till_;
    enrolment.store = store_;
    enrolment.credentials.epoch = Epoch{1};
    return enrolment;
}

Result<void> SimTill::switch_on() {
    clock_.restart();
    auto lock = DataFolder::lock(folder_ / "data");
    if (!lock) return tl::unexpected(lock.error());
    auto journal = Journal::open(*lock, kJournal);
    if (!journal) return tl::unexpected(journal.error());
    if (!journal->head()) {
        const auto begun = journal->begin_epoch(till_, store_, {now(), local_date(now()), {}},
                                                "enrolled", Epoch{1});
        if (!begun) return tl::unexpected(begun.error());
    }
    auto cache = Cache::open(*lock, keys_, kCache);
    if (!cache) return tl::unexpected(cache.error());
    auto open = std::make_unique<Open>(
        Open{std::move(*lock), std::make_unique<Cache>(std::move(*cache)), {}, {}, {}, {}, {}, {}});
    open->clerk = std::make_unique<app::StoreClerk>(
        app::StoreRoom{std::move(*journal), *open->cache, keys_, folder_ / "keys", till_, clock_,
                       180},
        [this](Event event, app::AnswerTo) { answers_.push_back(std::move(event)); });
    open->outbox = std::make_unique<app::JournalOutbox>(*this, store_, clock_);
    open->inbox = std::make_unique<app::CacheInbox>(*open->cache, keys_, clock_,
                                                    [this] { world_changed_ = true; });
    sync::DialogueSettings settings{till_, key_, 0, 1, [this] { return clock_.now(); }};
    open->dialogue =
        std::make_unique<sync::Dialogue>(settings, *open->outbox, *open->inbox,
                                         [this] { return static_cast<std::uint64_t>(true_ms_); });
    open_ = std::move(open);
    open_->dialogue->count();
    take_new_world();
    return {};
}

void SimTill::switch_off() {
    answers_.clear();
    open_.reset();
}

Journal& SimTill::journal() { return const_cast<Journal&>(open_->clerk->room().journal); }

void SimTill::ask(app::StoreRequest request) { open_->clerk->perform(request); }

void SimTill::take_new_world() {
    world_changed_ = false;
    auto world = app::read_world(*open_->cache, enrolment());
    if (!world) return;
    const bool first = !open_->world;
    open_->world = std::move(*world);
    ask(app::RightsWanted{app::usual_wishes(*open_->world->publication)});
    if (first) {
        open_->stage = first_stage(*open_->world, now());
        ask(app::ReadRecovered{});
        settle();
        act(event::SignIn{CashierId{"olga"}, "1111"});
    } else {
        act(event::WorldReplaced{});
    }
}

void SimTill::act(const Event& event) {
    if (!can_sell()) return;
    take(event);
    settle();
}

void SimTill::settle() {
    while (open_ && !answers_.empty()) {
        const Event event = std::move(answers_.front());
        answers_.pop_front();
        take(event);
    }
}

void SimTill::tell_news() {
    if (world_changed_) take_new_world();
    const sync::SyncNews& news = open_->dialogue->news();
    act(event::SyncNews{{news.unsent, news.quarantined, {}, news.online}});
}

void SimTill::take(const Event& event) {
    const auto advance = [&](const Event& one) {
        Next next = step(*open_->world, std::move(open_->stage), one);
        open_->stage = std::move(next.stage);
        for (const Effect& effect : next.effects) perform(effect);
    };
    advance(event::Tick{now()});
    advance(event);
}

void SimTill::perform(const Effect& effect) {
    const LocalTime prices_at = now();
    std::visit(
        Overload{
            [&](const effect::VerifyPin& wanted) {
                answers_.push_back(event::PinVerified{wanted.purpose, wanted.cashier});
            },
            [&](const effect::FindGoods& wanted) {
                answers_.push_back(event::GoodsFound{
                    wanted.query, app::find_goods(*open_->cache, wanted.query.key, prices_at)});
            },
            [&](const effect::SearchGoods&) {},
            [&](const effect::ListCategory&) {},
            [&](const effect::Print& wanted) {
                const bool sale = std::holds_alternative<SaleReceipt>(wanted.what);
                const auto* done = finished(open_->stage.sale);
                if (sale && done && wanted.mark == CopyMark::Original)
                    papers_.push_back(done->record);
                answers_.push_back(event::PrintFinished{wanted.ticket, PrintResult::Printed});
            },
            [&](const effect::AskTerminal& wanted) {
                answers_.push_back(
                    event::PaymentAnswered{wanted.operation, CardOutcome::Approved, "1", {}});
            },
            [&](const effect::AskTerminalAgain& wanted) {
                answers_.push_back(
                    event::PaymentAnswered{wanted.operation, CardOutcome::Approved, "1", {}});
            },
            [&](const effect::CancelPayment& wanted) {
                answers_.push_back(
                    event::PaymentAnswered{wanted.operation, CardOutcome::Cancelled, "", {}});
            },
            [&](const effect::OpenDrawer&) {},
            [&](const effect::Sound&) {},
            [&](const effect::Refuse&) {},
            [&](const effect::Notice&) {},
            [&](const effect::ShowCustomer&) {},
            [&](const auto& wanted) { ask(wanted); },
        },
        effect);
}

}  // namespace kopilka::simulation
