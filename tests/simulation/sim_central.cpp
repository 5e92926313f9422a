#include "tests/simulation/sim_central.h"

#include "pos/core/hash.h"
#include "pos/scan/check_digits.h"
#include "sync/server/chain.h"
#include "sync/server/import.h"
#include "sync/server/ingest.h"
#include "sync/server/lending.h"
#include "tests/disk/system_calls.h"
#include "tests/simulation/seeded_randomness.h"

#include <fstream>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

namespace kopilka::simulation {
namespace {

// Takes in at once, on the caller's thread, one upload a commit.
class DirectTaker final : public sync::RecordTaker {
public:
    DirectTaker(sync::Database& database, const std::int64_t& true_ms)
        : database_(database), true_ms_(true_ms) {}
    std::shared_future<sync::UploadReply> take(sync::EnrolledTill till,
                                               sync::Upload upload) override {
        std::promise<sync::UploadReply> reply;
        reply.set_value(sync::ingest(database_, till, upload, {true_ms_}));
        return reply.get_future().share();
    }
    bool is_stuck() const override { return false; }

private:
    sync::Database& database_;
    const std::int64_t& true_ms_;
};

// The first is that of the opening day.
std::string programme_text(std::int64_t which) {
    static constexpr const char* kSpend[] = {
        "cap_percent = 50, lease_days = 2", "cap_percent = 30, lease_days = 1",
        "cap_percent = 100, lease_days = 3", "cap_percent = 50, offline = \"online_only\""};
    return fmt::format(R"(programme = "bonus"
name = {{ ru = "Бонус", en = "Bonus" }}
[points]
worth = "1.00"
spend = {{ {} }}
lots = {{ expire = "after_days", count = {} }}
[[offer]]
id = "some"
name = {{ ru = "Баллы за каждые 100 ₽", en = "Points for each 100" }}
points = {{ give = {}, each = 100 }}
)",
                       kSpend[which % 4], 2 + which * 3, 3 + which);
}

std::string ean13(const std::string& digits) { return digits + gs1_check_digit(digits); }

std::string role(const char* id) {
    return fmt::format(R"([[role]]
id = "{0}"
name = {{ ru = "{0}", en = "{0}" }}
line_discount_max_percent = 100
manual_price = true
void_line = true
void_receipt = true
return_with_receipt = true
return_without_receipt = true
open_drawer = true
cash_in_out = true
x_report = true
close_shift = true
)",
                       id);
}

std::string shop_text(const StoreId& store, const std::vector<ShopTill>& tills) {
    std::string names;
    for (const ShopTill& till : tills)
        if (till.store == store)
            names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", till.till.value);
    return fmt::format(R"([chain]
id = "sim"
name = {{ ru = "Сеть", en = "Chain" }}
[store]
id = "{}"
name = {{ ru = "Магазин", en = "Store" }}
address = {{ ru = "Адрес", en = "Address" }}
company = {{ ru = "ООО", en = "LLC" }}
phone = "+79990000000"
tax_id = "7800000000"
currency = "RUB"
tax = "included"
tax_rates = ["20"]
utc_offset_minutes = 180
language = "ru"
tills = [{}]
[[code_range]]
prefix = "29"
meaning = "card"
length = 13
[[department]]
id = "1"
name = {{ ru = "Товары", en = "Goods" }}
tax_rate = "20"
{}[[staff]]
id = "olga"
name = {{ ru = "Ольга", en = "Olga" }}
role = "manager"
pin = "1111"
)",
                       store.value, names, role("cashier") + role("senior") + role("manager"));
}

std::string goods_text() {
    std::string goods;
    for (std::uint64_t n = 0; n < kGoods; ++n)
        goods += fmt::format(
            R"({}{{"sku": "G{}", "name": {{"ru": "Товар {}", "en": "Goods {}"}}, "barcodes": ["{}"],)"
            R"( "categories": ["all"], "department": "1", "price": "{}.00", "tax_rate": "20",)"
            R"( "unit": "piece"}})",
            n == 0 ? "" : ",\n", n, n, n, goods_code(n), 130 + n * 130);
    return R"({"categories": [{"id": "all", "name": {"ru": "Все", "en": "All"}, "colour": "#000000"}], "goods": [)" +
           goods + "]}";
}

std::string members_text(int members) {
    std::string text;
    for (int n = 1; n <= members; ++n)
        text += fmt::format(
            R"({}{{"id": "{}", "first_name": "Анна", "surname": "Иванова", "phone": "", "cards": ["{}"], "tier": "", "joined": "2025-01-01", "home_store": "{}", "accounts": {{"bonus": {{"lots": [{{"amount": "{}", "active": "today-10", "expires": "today+{}"}}]}}}}}})",
            n == 1 ? "" : ",\n", to_string(member_of(n)), card_of(n),
            n % 2 == 0 ? "arbat" : "nevsky", to_string(points_of(n)), 20 + n);
    return "{\"members\": [" + text + "]}";
}

template <typename T>
Result<void> done(const Result<T>& result) {
    if (!result) return tl::unexpected(result.error());
    return {};
}

}  // namespace

struct SimCentral::Open {
    std::unique_ptr<sync::Database> database;
    std::optional<sync::Authority> authority;
    std::unique_ptr<DirectTaker> taker;
    std::unique_ptr<sync::Service> service;
    sync::PublicationShelf shelf;
};

Result<void> SimCentral::start() {
    auto open = std::make_shared<Open>();
    auto database = sync::open_database({folder_.string()}, sync::Use::Serve);
    if (!database) return tl::unexpected(database.error());
    open->database = *std::move(database);
    const auto chain = sync::open_chain(*open->database);
    if (!chain) return tl::unexpected(chain.error());
    auto authority = sync::Authority::open(folder_.string(), sync::now());
    if (!authority) return tl::unexpected(authority.error());
    open->authority.emplace(*std::move(authority));
    open->taker = std::make_unique<DirectTaker>(*open->database, true_ms_);
    open->service = std::make_unique<sync::Service>(
        *open->database, *open->taker, *chain, *open->authority, Bytes{},
        sync::ServerClock{[this] { return Instant{true_ms_}; }, [this] { return true_ms_; }});
    open_ = std::move(open);
    return {};
}

void SimCentral::stop() { open_.reset(); }

sync::Database& SimCentral::database() { return *open_->database; }

std::optional<sync::ServerReply> SimCentral::answer(const sync::CertificateFacts& peer,
                                                    std::string method, std::string target,
                                                    Bytes body) {
    if (!open_) return std::nullopt;
    sync::ServerRequest request;
    request.method = std::move(method);
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    request.peer = peer;
    request.body = std::move(body);
    request.last_call = true;  // nobody waits here: who wants more asks again
    if (request.path == "/v1/records") {
        request.last_call = false;
        if (auto reply = open_->service->answer(request)) return reply;
    }
    return open_->service->answer(request);
}

Result<std::size_t> SimCentral::reprice() {
    return sync::reprice(*open_->database, open_->shelf, 1'000);
}

KeySeed key_of(const TillId& till) { return blake2b(as_bytes("simulated " + till.value)).value; }

sync::CertificateFacts certificate_of(const ShopTill& till) {
    sync::CertificateFacts facts;
    facts.subject = {sync::Holder::Till, till.till.value, till.store.value};
    facts.key = key_pair_from_seed(till.key).public_key;
    facts.from = {0};
    facts.to = {4'000'000'000'000};
    return facts;
}

MemberId member_of(int number) {
    MemberId id;
    id.value.fill(static_cast<std::uint8_t>(number));
    return id;
}

std::string card_of(int number) { return ean13(fmt::format("29{:010}", number)); }

Points points_of(int number) { return Points::of(number * 100'00); }

Result<void> SimCentral::publish(std::int64_t programme) {
    const auto file = folder_.parent_path() / "bonus.toml";
    {
        const disk::LookAway ours;
        std::ofstream(file, std::ios::binary) << programme_text(programme);
    }
    return done(sync::publish(*open_->database, file.string()));
}

Result<void> SimCentral::declare_lost(const TillId& till) {
    return open_->database->write(
        [&] { (void)sync::declare_lost(*open_->database, till, {true_ms_}); });
}

std::string goods_code(std::uint64_t number) { return ean13(fmt::format("46000000{:04}", number)); }

namespace {

Result<void> prepare(const std::filesystem::path& folder, const std::vector<ShopTill>& tills,
                     int members, Instant at) {
    auto opened = sync::open_database({folder.string()});
    if (!opened) return tl::unexpected(opened.error());
    sync::Database& database = **opened;
    if (auto chain = sync::open_chain(database); !chain) return done(chain);
    for (const StoreId& store : {StoreId{"nevsky"}, StoreId{"arbat"}})
        if (auto shop = done(sync::import_shop(database, shop_text(store, tills), "shop")); !shop)
            return shop;
    if (auto goods = done(sync::import_catalogue(database, goods_text(), "goods")); !goods)
        return goods;
    if (auto people =
            done(sync::import_members(database, members_text(members), "members", {at, 180}));
        !people)
        return people;
    const auto file = folder.parent_path() / "opening.toml";
    std::ofstream(file, std::ios::binary) << programme_text(0);
    if (auto published = done(sync::publish(database, file.string())); !published) return published;
    return database.write([&] {
        for (const ShopTill& till : tills) {
            const PublicKey key = key_pair_from_seed(till.key).public_key;
            database.run(
                "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
                " VALUES ($1, $2, $3, 1, $4)",
                {sync::value(till.till.value), sync::value(till.store.value), sync::value(key),
                 at.ms});
            database.run("INSERT INTO till_key (till_id, public_key, epoch) VALUES ($1, $2, 1)",
                         {sync::value(till.till.value), sync::value(key)});
        }
    });
}

// Of a folder without folders.
disk::DiskImage image_of(const std::filesystem::path& folder) {
    disk::DiskImage image;
    disk::NodeId next = 1;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        disk::Change named;
        named.kind = disk::Change::Kind::Name;
        named.name = entry.path().filename();
        named.named = next;
        image.add_file(next);
        image.apply(named);
        disk::Change written;
        written.node = next++;
        written.bytes.assign(text.begin(), text.end());
        image.apply(written);
    }
    return image;
}

}  // namespace

const disk::DiskImage& central_as_prepared(const std::vector<ShopTill>& tills, int members,
                                           Instant at, const std::filesystem::path& near) {
    static std::map<std::pair<std::size_t, int>, disk::DiskImage> prepared;
    const auto [place, is_new] = prepared.try_emplace({tills.size(), members});
    if (!is_new) return place->second;
    const disk::LookAway ours;
    seed_randomness(1);
    const auto folder = near.parent_path() / (near.filename().string() + "-opening") / "central";
    std::filesystem::create_directories(folder);
    const auto done = prepare(folder, tills, members, at);
    if (!done) throw std::runtime_error("the opening day: " + done.error().detail);
    place->second = image_of(folder);
    std::filesystem::remove_all(folder.parent_path());
    return place->second;
}

}  // namespace kopilka::simulation
