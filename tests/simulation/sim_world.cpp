#include "tests/simulation/sim_world.h"

#include "pos/files/private_file.h"
#include "pos/sale/journal_codec.h"
#include "pos/store/journal_queries.h"
#include "sync/protocol/codec.h"
#include "sync/server/lending.h"
#include "sync/server/reconcile.h"
#include "tests/simulation/disks.h"
#include "tests/simulation/seeded_randomness.h"
#include "tests/simulation/sim_central.h"
#include "tests/simulation/sim_till.h"
#include "tests/simulation/timeline.h"
#include "tests/simulation/truth.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace kopilka::simulation {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr Instant kBegins{1'780'560'000'000};  // a morning in June 2026
constexpr std::int64_t kNoAnswerMs = 15'000;
constexpr std::int64_t kCuriousMs = 5'000;  // a till asks for news again
const std::string kCentral = "central";

class World {
public:
    World(std::uint64_t seed, const Setting& setting, std::filesystem::path folder)
        : seed_(seed),
          chance_(seed ^ 0x6b6f70696c6b61),
          setting_(setting),
          timeline_(kBegins),
          disks_(std::move(folder)),
          truth_([this](std::string what) { violate(std::move(what)); }) {
        for (std::size_t n = 0; n < setting.tills; ++n) {
            const TillId till{fmt::format("till-{}", n + 1)};
            shop_.push_back({till, StoreId{n % 2 == 0 ? "nevsky" : "arbat"}, key_of(till)});
        }
    }

    Outcome live(const std::vector<Act>& acts) {
        const disk::Watching watching(disks_, disks_.root().string());
        begin();
        for (const Act& act : acts) {
            if (!outcome_.violations.empty()) break;
            say(words(act));
            happen(act);
            ++outcome_.acts_done;
            check_books();
        }
        if (outcome_.violations.empty()) heal();
        if (outcome_.violations.empty()) compare_at_the_end();
        outcome_.trace = blake2b(as_bytes(outcome_.told));
        outcome_.virtual_ms = now() - kBegins.ms;
        outcome_.sales = truth_.sales();
        outcome_.spendings = truth_.spendings();
        machines_.clear();
        central_.reset();
        return std::move(outcome_);
    }

private:
    struct Machine {
        ShopTill shop;
        std::string name;  // of its disk
        std::unique_ptr<SimTill> till;
        std::uint64_t life = 0;  // started so often: answers to an earlier life are lost
        std::int64_t started_at = 0;
        std::int64_t cable_out_until = 0;
        bool uploads = false, asks = false;
        std::int64_t asked_at = -kDayMs;
        std::optional<RecordId> seen{};  // of its journal
        Hash256 seen_hash{};
        std::optional<disk::DiskImage> image{};
        std::map<MemberId, Points> held_by_image{};
        bool disk_fails = false;
        bool is_one_of_two = false;
        bool is_dead = false;
    };

    std::int64_t now() const { return timeline_.now_ms(); }
    void violate(std::string what) {
        outcome_.violations.push_back(
            fmt::format("after {} s: {}", (now() - kBegins.ms) / 1'000, std::move(what)));
    }
    void say(const std::string& line) {
        outcome_.told += fmt::format("{} {}\n", now() - kBegins.ms, line);
    }
    void must(const Result<void>& done, const std::string& what) {
        if (!done) violate(fmt::format("{}: {}", what, done.error().detail));
    }

    void begin() {
        disks_.add(kCentral, central_as_prepared(shop_, setting_.members, kBegins, disks_.root()));
        seed_randomness(seed_ ^ 0x626f6e7573);
        for (int n = 1; n <= setting_.members; ++n) truth_.begin_with(member_of(n), points_of(n));
        central_ = std::make_unique<SimCentral>(disks_.folder(kCentral), timeline_.now_ms());
        must(central_->start(), "the server starts");
        for (const ShopTill& till : shop_) {
            disks_.add(till.till.value);
            start_machine(till, till.till.value);
        }
        let_all_talk(6);
        for (Machine& machine : machines_) act(machine, event::OpenShift{Money::of(100'000)});
    }

    Machine& start_machine(const ShopTill& shop, const std::string& name) {
        Machine& machine = machines_.emplace_back();
        machine.shop = shop;
        machine.name = name;
        machine.till = std::make_unique<SimTill>(disks_.folder(name), shop.till, shop.store,
                                                 shop.key, timeline_.now_ms());
        start(machine);
        return machine;
    }
    void start(Machine& machine) {
        ++machine.life;
        machine.started_at = now();
        machine.uploads = machine.asks = false;
        machine.asked_at = -kDayMs;
        must(machine.till->switch_on(), machine.name + " starts");
    }

    // --- the network: each way may be lost, a request may come twice, and late

    bool passes(const Machine& machine) {
        return now() >= machine.cable_out_until && !chance_.happens(loss_) && central_->is_up();
    }
    std::int64_t delay() {
        return 5 + static_cast<std::int64_t>(chance_.below(loss_ > 0 ? 3'000 : 40));
    }

    using Take = std::function<void(const Result<sync::ClientReply>&)>;
    void exchange(Machine& machine, std::string method, std::string target, Bytes body, Take take) {
        const std::uint64_t life = machine.life;
        auto answered = std::make_shared<bool>(false);
        const auto answer = [&machine, life, answered,
                             take = std::move(take)](const Result<sync::ClientReply>& reply) {
            if (*answered || machine.life != life || !machine.till->is_on()) return;
            *answered = true;
            take(reply);
        };
        timeline_.in(kNoAnswerMs, [answer] { answer(fail(Errc::Timeout, "no answer in time")); });
        const int times = loss_ > 0 && chance_.happens(40) ? 2 : 1;
        for (int n = 0; n < times; ++n)
            timeline_.in(delay() + n * 700, [this, &machine, answer, method, target, body] {
                if (!passes(machine)) return;
                const auto reply =
                    central_->answer(certificate_of(machine.shop), method, target, body);
                if (!reply) return;
                timeline_.in(delay(), [this, &machine, answer, reply = *reply] {
                    if (passes(machine))
                        answer(sync::ClientReply{reply.status, reply.content_type, reply.body});
                });
            });
    }

    // What the pump would do now.
    void pump(Machine& machine) {
        if (!machine.till->is_on()) return;
        sync::Dialogue& dialogue = machine.till->dialogue();
        dialogue.count();
        const sync::Next next = dialogue.next_step(machine.asks);
        if (next.upload && !machine.uploads) upload(machine);
        if (next.ask_changes && now() - machine.asked_at > kCuriousMs) ask(machine);
    }
    void upload(Machine& machine) {
        auto upload = machine.till->dialogue().begin_upload();
        if (!upload) return;
        machine.uploads = true;
        Bytes body = encode(*upload);
        exchange(machine, "POST", "/v1/records", std::move(body),
                 [this, &machine, sent = *std::move(upload)](const auto& reply) {
                     machine.uploads = false;
                     machine.till->dialogue().end_upload(sent, reply);
                     after(machine);
                 });
    }
    void ask(Machine& machine) {
        const auto question = machine.till->dialogue().begin_changes();
        if (!question) return;
        machine.asks = true;
        machine.asked_at = now();
        exchange(machine, "GET", question->target, {}, [this, &machine](const auto& reply) {
            machine.asks = false;
            const auto before = machine.till->dialogue().news().feed_position;
            machine.till->dialogue().end_changes(reply);
            if (machine.till->dialogue().news().feed_position != before) machine.asked_at = -kDayMs;
            after(machine);
        });
    }

    // The screen hears, the truth is told, what is to be sent is sent.
    void after(Machine& machine) {
        if (!machine.till->is_on()) return;
        machine.till->tell_news();
        look_at_journal(machine);
        pump(machine);
    }
    void let_all_talk(int rounds) {
        for (int round = 0; round < rounds; ++round) {
            for (Machine& machine : machines_) after(machine);
            timeline_.pass(kCuriousMs + 1'000);
        }
    }

    // --- what is seen

    void look_at_journal(Machine& machine) {
        const auto records = machine.till->journal().read_after(machine.seen, 1'000);
        if (!records && machine.disk_fails) return;  // it is looked at after the next start
        if (!records) return violate(machine.name + " cannot be read: " + records.error().detail);
        Witness witness;
        witness.true_now = {now()};
        witness.started = {machine.started_at};
        witness.clock_is_right = machine.till->clock().is_right();
        witness.is_one_of_two = machine.is_one_of_two;
        for (const StoredRecord& stored : *records) {
            machine.seen = stored.record.id;
            machine.seen_hash = stored.hash;
            const std::size_t spendings = truth_.spendings();
            truth_.saw(stored.record, stored.hash, witness);
            if (truth_.spendings() > spendings && now() < machine.cable_out_until)
                ++outcome_.spent_offline;
            say(fmt::format("{} {} {} {}", machine.name, to_string(stored.record.id),
                            kind_name(kind_of(stored.record.entry)),
                            to_string(stored.hash).substr(0, 16)));
        }
    }

    // What was seen in the journal and what was printed is there after whatever happened.
    void look_back(Machine& machine) {
        const Journal& journal = machine.till->journal();
        if (machine.seen) {
            const auto stored = journal.read(*machine.seen);
            if (!stored || stored->hash != machine.seen_hash)
                violate(machine.name + " lost what it had done: " + to_string(*machine.seen));
        }
        for (const RecordId& receipt : machine.till->papers())
            if (!journal.read(receipt)) violate("a printed receipt is gone: " + to_string(receipt));
    }

    void check_books() {
        if (!central_->is_up()) return;
        sync::Database& store = central_->database();
        std::string wrong;
        const auto read = store.read([&] {
            const auto number = [&](const char* sql) { return store.run(sql).at(0).integer(0); };
            if (number("SELECT coalesce((SELECT sum(amount) FROM lease_entry), 0) -"
                       " coalesce((SELECT sum(held) FROM lease), 0)") != 0)
                wrong = "what is held of leases is not what their entries say";
            for (const sync::Row& row :
                 store.run("SELECT b.member_id, b.points, coalesce((SELECT sum(l.held) FROM lease l"
                           " WHERE l.member_id = b.member_id), 0) FROM balance b")) {
                const MemberId member{row.array<16>(0)};
                if (truth_.is_excused(member)) continue;
                if (row.integer(1) < 0) wrong = "a balance is below zero";
                if (row.integer(2) > row.integer(1)) wrong = "more is lent than there is";
            }
        });
        if (!read) return violate("the server's books cannot be read: " + read.error().detail);
        if (!wrong.empty()) violate(wrong);
    }

    // --- acts

    void happen(const Act& act) {
        timeline_.pass(act.after_s * 1'000);
        for (Machine& machine : machines_) after(machine);
        timeline_.pass(500);
        Machine& machine = machines_.at(act.till % machines_.size());
        if (machine.is_dead) return;
        switch (act.kind) {
            case ActKind::Sale:
            case ActKind::SpendPoints:
            case ActKind::Abandon: return visit(machine, act);
            case ActKind::GoodsBack: return goods_back(machine, act);
            case ActKind::PowerCut: return cut_power(machine, act.chance);
            case ActKind::DiskFails:
            case ActKind::DiskFull: return trouble_disk(machine, act);
            case ActKind::CableOut:
                machine.cable_out_until = now() + act.amount * kMinuteMs;
                return;
            case ActKind::BadLine: loss_ = static_cast<unsigned>(act.amount); return;
            case ActKind::ClockTurned: return machine.till->clock().turn(act.amount * kMinuteMs);
            case ActKind::ClockFrozen: return machine.till->clock().freeze();
            case ActKind::ClockRight: machine.till->clock().turn(0); return;
            case ActKind::Saved: return save_image(machine);
            case ActKind::PutBack: return put_back(machine, act.chance % 2 == 0);
            case ActKind::Copied: return copy(machine);
            case ActKind::Dies: return die(machine, act.chance);
            case ActKind::ServerDies: return kill_central(act);
            case ActKind::Programme:
                if (central_->is_up()) must(central_->publish(act.amount), "publishing");
                return;
            case ActKind::TimePasses: return time_passes(act.amount * kMinuteMs);
        }
    }

    void time_passes(std::int64_t ms) {
        constexpr std::int64_t kLookMs = 30 * kMinuteMs;
        for (; ms > 0; ms -= kLookMs) {
            timeline_.pass(std::min(ms, kLookMs));
            for (Machine& machine : machines_) after(machine);
        }
    }

    // Not after each act something is sent or asked: that takes a while.
    void act(Machine& machine, const Event& event) {
        ++outcome_.events;
        machine.till->act(event);
        if (machine.till->is_on()) look_at_journal(machine);
        if (chance_.happens(20)) after(machine);
        timeline_.pass(300 + static_cast<std::int64_t>(chance_.below(4'000)));
    }

    void visit(Machine& machine, const Act& wanted) {
        SimTill& till = *machine.till;
        if (!till.can_sell()) return;
        Dice dice(wanted.chance);
        if (wanted.member > 0) act(machine, event::Scanned{CardCode{card_of(wanted.member)}});
        for (std::int64_t n = 0; n < wanted.amount; ++n)
            act(machine, event::Scanned{GoodsCode{goods_code(dice.below(kGoods))}});
        if (wanted.kind == ActKind::Abandon) return act(machine, event::VoidReceipt{});
        act(machine, event::Pay{});
        const auto* receipt = open_receipt(till.stage().sale);
        if (wanted.kind == ActKind::SpendPoints && receipt && !receipt->priced.points.empty()) {
            const PointsResult& points = receipt->priced.points.front();
            const std::int64_t whole = points.most_redeemable.count() / 100 * wanted.part / 4;
            if (whole > 0)
                act(machine, event::PointsChosen{points.programme, Points::of(whole * 100)});
        }
        act(machine, event::CashGiven{Money::of(10'000'000)});
        act(machine, event::NextCustomer{});
        after(machine);
        leave(machine);
    }
    // Whatever was refused: the next customer finds an empty desk.
    void leave(Machine& machine) {
        if (open_receipt(machine.till->stage().sale) == nullptr) return;
        act(machine, event::BackToBasket{});
        act(machine, event::VoidReceipt{});
    }

    void goods_back(Machine& machine, const Act& wanted) {
        const auto& papers = machine.till->papers();
        if (papers.empty() || !machine.till->can_sell()) return;
        const RecordId& record = papers.at(wanted.chance % papers.size());
        act(machine, event::ReturnWanted{});
        act(machine, event::Scanned{ReceiptCode{record.till.value, record.epoch.value,
                                                record.sequence.value, ""}});
        if (const auto* goods = std::get_if<stage::Returning>(&machine.till->stage().sale)) {
            const LineId line = goods->goods.original.sale.basket.lines.front().id;
            act(machine, event::UnitToggled{line, 0});
            act(machine, event::RefundBy{TenderKind::Cash});
            act(machine, event::NextCustomer{});
        }
        act(machine, event::Back{});
    }

    void cut_power(Machine& machine, std::uint64_t chance) {
        machine.till->switch_off();
        disks_.cut_power(machine.name, chance);
        start(machine);
        if (!machine.till->is_on()) return;
        look_back(machine);
        after(machine);
    }

    // The machine is started again afterwards, as people do.
    void trouble_disk(Machine& machine, const Act& wanted) {
        disk::Fault fault;
        const bool full = wanted.kind == ActKind::DiskFull;
        fault.concerns = [full](const disk::CallSeen& seen) {
            return seen.call == disk::Call::Write || seen.call == disk::Call::Resize ||
                   (!full && seen.call == disk::Call::Sync);
        };
        fault.nth = 1 + wanted.chance % 12;
        fault.error = full ? ENOSPC : EIO;
        fault.from_then_on = full;
        fault.after = disk::AfterFailedSync::Some;
        disks_.of_machine(machine.name).fail(fault);
        machine.disk_fails = true;
        visit(machine, {ActKind::SpendPoints, 0, wanted.member, 2, 4, 0, wanted.chance});
        machine.disk_fails = false;
        cut_power(machine, wanted.chance);
    }

    std::map<MemberId, Points> held(Machine& machine) {
        std::map<MemberId, Points> held;
        const auto leases = machine.till->journal().leases();
        if (!leases)
            violate("leases cannot be read: " + leases.error().detail);
        else
            for (const HeldLease& one : *leases)
                held[one.lease.purse.owner] += sum_of(one.lease.slices);
        return held;
    }
    void excuse(const std::map<MemberId, Points>& held) {
        for (const auto& [member, points] : held) truth_.excuse(member, points);
    }

    void save_image(Machine& machine) {
        machine.image = disks_.image(machine.name);
        machine.held_by_image = held(machine);
    }
    // What was done since is on no disk any more. A till whose keys are newer than its data
    // notices.
    void put_back(Machine& machine, bool keys_too) {
        if (!machine.image) return save_image(machine);
        forget_unsent(machine);
        if (keys_too) excuse(machine.held_by_image);
        machine.till->switch_off();
        const auto keys = files_in(disks_.folder(machine.name) / "keys");
        disks_.add(machine.name, *machine.image);
        for (const auto& [path, bytes] : keys)
            if (!keys_too) must(write_private_file(path, bytes), "putting keys back");
        machine.is_one_of_two = true;
        machine.till->forget_papers();
        machine.seen.reset();
        start(machine);
        if (machine.till->is_on()) after(machine);
    }
    static std::map<std::filesystem::path, Bytes> files_in(const std::filesystem::path& folder) {
        const disk::LookAway ours;
        std::map<std::filesystem::path, Bytes> files;
        if (std::filesystem::exists(folder))
            for (const auto& entry : std::filesystem::directory_iterator(folder))
                if (auto bytes = read_private_file(entry.path())) files[entry.path()] = *bytes;
        return files;
    }
    std::vector<StoredRecord> unsent(Machine& machine) {
        const Journal& journal = machine.till->journal();
        auto records = journal.read_after(journal.watermark(), 100'000);
        if (records) return *std::move(records);
        violate(machine.name + " cannot be read: " + records.error().detail);
        return {};
    }
    void forget_unsent(Machine& machine) {
        look_at_journal(machine);
        for (const StoredRecord& stored : unsent(machine)) truth_.may_be_lost(stored.hash);
    }

    void copy(Machine& machine) {
        if (machines_.size() > shop_.size()) return;  // one is enough
        excuse(held(machine));
        machine.is_one_of_two = true;
        const std::string name = machine.name + "-copy";
        machine.till->switch_off();
        disks_.add(name, disks_.image(machine.name));
        start(machine);
        Machine& other = start_machine(machine.shop, name);
        other.is_one_of_two = true;
    }

    // Its leases are over days later. Then a manager says that it is lost, or it comes after all.
    void die(Machine& machine, std::uint64_t chance) {
        if (machine.is_one_of_two) return;
        look_at_journal(machine);
        const bool comes_back = chance % 2 == 0;
        if (!comes_back) {
            forget_unsent(machine);
            excuse(held(machine));  // of which it may have spent some that nobody will hear of
            excuse_unsent(machine);
        }
        machine.till->switch_off();
        machine.is_dead = true;
        timeline_.in(8 * kDayMs, [this, &machine, comes_back] {
            if (comes_back) {
                machine.is_dead = false;
                return start(machine);
            }
            if (!central_->is_up()) must(central_->start(), "the server starts");
            must(central_->declare_lost(machine.shop.till), "declaring lost");
        });
    }
    // What it spent of its rights and nobody heard of comes free once more.
    void excuse_unsent(Machine& machine) {
        for (const StoredRecord& stored : unsent(machine))
            if (const auto* sale = std::get_if<Sale>(&stored.record.entry); sale && sale->member)
                for (const LedgerEntry& entry : sale->ledger)
                    if (entry.amount < kNoPoints) truth_.excuse(sale->member->id, -entry.amount);
    }

    void kill_central(const Act& wanted) {
        if (!central_->is_up()) return;
        central_->stop();
        disks_.cut_power(kCentral, wanted.chance);
        timeline_.in(wanted.amount * kMinuteMs, [this] {
            if (!central_->is_up()) must(central_->start(), "the server starts after a power cut");
        });
    }

    // --- the end: everything is mended, all comes, and what the books say is what happened

    void heal() {
        say("everything is mended");
        loss_ = 0;
        timeline_.pass(9 * kDayMs);  // a server that died is back, a dead till declared lost
        for (Machine& machine : machines_) {
            machine.cable_out_until = 0;
            machine.till->clock().turn(0);
        }
        const auto all_sent = [&] {
            return std::ranges::all_of(machines_, [](Machine& machine) {
                return machine.is_dead || !machine.till->is_on() ||
                       machine.till->journal().outbox().count == 0;
            });
        };
        for (int round = 0; round < 60 && !(round > 2 && all_sent()); ++round) let_all_talk(1);
        if (!all_sent()) violate("not everything was sent in the end");
        for (Machine& machine : machines_) {
            if (!machine.till->is_on()) continue;
            const auto report = verify(machine.till->journal());
            if (!report || report->bad) violate(machine.name + " has a chain that is broken");
        }
        check_books();
    }

    void compare_at_the_end() {
        while (central_->reprice().value_or(0) > 0) {
        }
        std::set<Hash256> held;
        std::map<MemberId, Points> balances;
        sync::Database& store = central_->database();
        const auto read = store.read([&] {
            for (const char* table : {"record", "branch_record"})
                for (const sync::Row& row : store.run(fmt::format("SELECT hash FROM {}", table)))
                    held.insert(Hash256{row.array<32>(0)});
            for (const sync::Row& row : store.run("SELECT member_id, points FROM balance"))
                balances[MemberId{row.array<16>(0)}] += Points::of(row.integer(1));
        });
        if (!read) return violate("the server's books cannot be read: " + read.error().detail);
        truth_.compare(held, balances);
        const auto sums = sync::reconcile(store);
        if (!sums) return violate("the sums cannot be read: " + sums.error().detail);
        if (sums->wrong_balances > 0) violate("a balance is not what its ledger and lots say");
        const bool two = std::ranges::any_of(machines_, &Machine::is_one_of_two);
        const bool lost = std::ranges::any_of(machines_, &Machine::is_dead);
        if (!two && !lost && !sums->agrees()) violate("the sums of tills and server do not agree");
    }

    std::uint64_t seed_;
    Dice chance_;
    Setting setting_;
    Timeline timeline_;
    Disks disks_;
    Truth truth_;
    std::vector<ShopTill> shop_;
    std::unique_ptr<SimCentral> central_;
    std::deque<Machine> machines_;
    unsigned loss_ = 0;  // per cent
    Outcome outcome_;
};

}  // namespace

Outcome run(std::uint64_t seed, const Setting& setting, const std::vector<Act>& acts,
            const std::filesystem::path& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return World(seed, setting, folder).live(acts);
}

}  // namespace kopilka::simulation
