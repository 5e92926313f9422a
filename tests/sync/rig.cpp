#include "tests/sync/rig.h"

#include "sync/protocol/codec.h"
#include "sync/server/feed.h"
#include "tests/support/priced_sale.h"

#include <algorithm>
#include <chrono>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka::sync {

MemberId member_id(std::uint8_t n) {
    MemberId id;
    id.value.fill(n);
    return id;
}

Member plain_member(std::uint8_t n) {
    Member member;
    member.view.id = member_id(n);
    member.view.joined = Date{20'000};
    member.person = {"Анна", "Иванова", "+79990000001"};
    return member;
}

void keep(Database& database, const Member& member) {
    ASSERT_TRUE(
        database.write([&] { put_member(database, member, next_feed_position(database)); }));
}

Sale plain_sale(std::uint64_t number, std::int64_t kopecks) {
    Sale sale;
    sale.number = ReceiptNumber{number};
    sale.shift = ShiftNumber{1};
    sale.context.store = StoreId{"nevsky"};
    sale.context.at = {{1'780'000'000'000}, 180};
    BasketLine line;
    line.id = LineId{1};
    line.sku = Sku{"4600000000017"};
    line.unit_price = Money::of(kopecks);
    sale.basket.lines = {line};
    return priced(sale);
}

Sale member_sale(std::uint64_t number, std::int64_t kopecks, const MemberId& member,
                 std::int64_t points) {
    Sale sale = plain_sale(number, kopecks);
    sale.member = MemberView{};
    sale.member->id = member;
    LedgerEntry earned;
    earned.programme = ProgrammeId{"bonus"};
    earned.amount = Points::of(points);
    earned.active = sale.context.at.instant;
    sale = priced(sale);
    sale.ledger = {earned};
    return sale;
}

KeySeed seed_of(const TillId& till) { return blake2b(as_bytes("key of " + till.value)).value; }
KeyPair key_of(const TillId& till) { return key_pair_from_seed(seed_of(till)); }
Identity identity_of(const TillId& till, const Credentials& credentials) {
    return {seed_of(till), credentials.certificate, credentials.authority};
}

Result<void> MemoryTill::take_leases(const LeaseNews& news) {
    const std::lock_guard lock(mutex_);
    lent_.insert(lent_.end(), news.lent.begin(), news.lent.end());
    return {};
}

std::vector<Lease> MemoryTill::lent() const {
    const std::lock_guard lock(mutex_);
    return lent_;
}

Bytes MemoryTill::append(JournalEntry entry) {
    const std::lock_guard lock(mutex_);
    JournalRecord record;
    record.id = {till_, epoch_, Sequence{records_.size() + 1}};
    record.previous = head_;
    record.at = {{1'780'000'000'000}, 180};
    record.business_date = day_;
    record.cashier = CashierId{"marina"};
    record.entry = std::move(entry);
    const Bytes bytes = encode(record);
    head_ = hash_of(bytes);
    records_.push_back(bytes);
    return bytes;
}

void MemoryTill::set_day(Date day) {
    const std::lock_guard lock(mutex_);
    day_ = day;
}

void MemoryTill::append_bytes(const Bytes& bytes) {
    const std::lock_guard lock(mutex_);
    head_ = hash_of(bytes);
    records_.push_back(bytes);
}

std::uint64_t MemoryTill::handed_over(const std::optional<KeptUpTo>& kept) const {
    return kept && kept->epoch == epoch_ ? std::max(watermark_, kept->sequence.value) : watermark_;
}

Result<UnsentBatch> MemoryTill::unsent(std::size_t most, std::size_t,
                                       const std::optional<KeptUpTo>& kept) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t from = handed_over(kept);
    UnsentBatch batch{epoch_, Sequence{from + 1}, {}};
    const std::size_t end = std::min<std::size_t>(records_.size(), from + most);
    for (std::size_t i = from; i < end; ++i) batch.records.push_back(records_[i]);
    return batch;
}

Result<std::uint64_t> MemoryTill::unsent_count(const std::optional<KeptUpTo>& kept) {
    const std::lock_guard lock(mutex_);
    return records_.size() - handed_over(kept);
}

Result<std::uint64_t> MemoryTill::quarantined_count() {
    const std::lock_guard lock(mutex_);
    return static_cast<std::uint64_t>(std::ranges::count_if(
        statuses_, [](const auto& one) { return one.second.status == Status::Quarantined; }));
}

Result<void> MemoryTill::acknowledge(const Acknowledgement& answer) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t last = answer.watermark.value;
    if (answer.head && (last > records_.size() || hash_of(records_[last - 1]) != *answer.head))
        return {};
    watermark_ = std::max(watermark_, last);
    for (std::size_t i = 0; i < answer.statuses.size(); ++i) {
        statuses_[answer.first.value + i] = answer.statuses[i];
    }
    return {};
}

Result<void> MemoryTill::take_back(const std::vector<HeldUpTo>& held) {
    const std::lock_guard lock(mutex_);
    std::uint64_t until = 0;
    for (const HeldUpTo& head : held) {
        const std::uint64_t sequence = head.sequence.value;
        const bool here = head.epoch == epoch_ && sequence >= 1 && sequence <= records_.size() &&
                          hash_of(records_[sequence - 1]) == head.hash;
        if (here) until = std::max(until, sequence);
    }
    watermark_ = std::min(watermark_, until);
    return {};
}

Result<std::uint64_t> MemoryTill::position() {
    const std::lock_guard lock(mutex_);
    return position_;
}

Result<void> MemoryTill::apply(const Changes& page) {
    const std::lock_guard lock(mutex_);
    if (page.whole) things_.clear();
    for (const Change& change : page.changes) {
        const std::string key =
            std::to_string(static_cast<int>(kind_of(change))) + "/" + key_of(change);
        things_.insert_or_assign(key, change);
    }
    position_ = page.next;
    return {};
}

std::uint64_t MemoryTill::watermark() const {
    const std::lock_guard lock(mutex_);
    return watermark_;
}
std::map<std::uint64_t, RecordStatus> MemoryTill::statuses() const {
    const std::lock_guard lock(mutex_);
    return statuses_;
}
std::map<std::string, Change> MemoryTill::things() const {
    const std::lock_guard lock(mutex_);
    return things_;
}

Upload MemoryTill::upload_of(std::uint64_t first, std::size_t count) const {
    const std::lock_guard lock(mutex_);
    Upload upload{epoch_, Sequence{first}, {}, {}, {}};
    for (std::size_t i = 0; i < count; ++i) upload.records.push_back(records_.at(first - 1 + i));
    upload.head = hash_of(upload.records.back());
    upload.signature = sign(key_of(till_), head_of(till_, upload));
    return upload;
}

PumpedTill::PumpedTill(MemoryTill& till, Address server, const Credentials& credentials,
                       Timeouts timeouts, std::optional<Address> store_server) {
    const auto keep_certificate = [this](const Bytes& certificate) {
        const std::lock_guard lock(mutex_);
        certificate_ = certificate;
        return Result<void>();
    };
    PumpSettings settings{std::move(server),
                          till.till(),
                          identity_of(till.till(), credentials),
                          keep_certificate,
                          timeouts,
                          5,
                          7};
    settings.store_server = std::move(store_server);
    pump_ = std::make_unique<Pump>(settings, till, till, [this](const SyncNews& news) {
        const std::lock_guard lock(mutex_);
        news_ = news;
        told_ = true;
        changed_.notify_all();
    });
}
PumpedTill::~PumpedTill() { pump_.reset(); }

SyncNews PumpedTill::news() const {
    const std::lock_guard lock(mutex_);
    return news_;
}

Bytes PumpedTill::certificate() const {
    const std::lock_guard lock(mutex_);
    return certificate_;
}

bool PumpedTill::wait_for(const std::function<bool(const SyncNews&)>& so,
                          std::chrono::seconds most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, [&] { return told_ && so(news_); });
}

void forward(int client, const Address& server, std::size_t answer_bytes) {
    const int other = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.port);
    if (::connect(other, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
        std::vector<char> bytes(65'536);
        pollfd ends[2] = {{client, POLLIN, 0}, {other, POLLIN, 0}};
        while (answer_bytes > 0 && ::poll(ends, 2, 10'000) > 0) {
            const bool answer = ends[1].revents != 0;
            const ssize_t got = ::recv(answer ? other : client, bytes.data(), bytes.size(), 0);
            if (got <= 0) break;
            auto pass = static_cast<std::size_t>(got);
            if (answer) pass = std::min(pass, answer_bytes);
            if (::send(answer ? client : other, bytes.data(), pass, MSG_NOSIGNAL) < 0) break;
            if (answer) answer_bytes -= pass;
        }
    }
    ::close(other);
}

}  // namespace kopilka::sync
