#include "sync/server/writer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace kopilka::sync {
namespace {

constexpr std::size_t kMostTogether = 5'000;  // records of one commit
constexpr std::size_t kFew = 20;
constexpr auto kLong = std::chrono::seconds(10);  // tills wait for fifteen

using Clock = std::chrono::steady_clock;

struct HandedIn {
    EnrolledTill till;
    Upload upload;
    std::promise<UploadReply> reply;
    OpenedUpload opened{};
    std::size_t records() const { return upload.records.size(); }
    bool is_few() const { return records() <= kFew; }
};

}  // namespace

// Two threads: one opens what arrives, up to a commit's worth ahead; the other writes what is open.
class Writer::Work {
public:
    Work(std::unique_ptr<Database> database, std::function<void()> on_taken,
         std::function<Instant()> clock)
        : database_(std::move(database)),
          on_taken_(std::move(on_taken)),
          clock_(std::move(clock)),
          writer_([this] { write_all(); }),
          opener_([this](const std::stop_token& stopping) { open_all(stopping); }) {}

    std::shared_future<UploadReply> take(EnrolledTill till, Upload upload) {
        HandedIn waiting{std::move(till), std::move(upload), {}};
        std::shared_future<UploadReply> answer = waiting.reply.get_future().share();
        {
            const std::lock_guard lock(mutex_);
            (waiting.is_few() ? few_ : many_).push_back(std::move(waiting));
        }
        changed_.notify_all();
        return answer;
    }

    bool is_stuck() const {
        const std::lock_guard lock(mutex_);
        return begun_ && Clock::now() - *begun_ > kLong;
    }

private:
    void open_all(const std::stop_token& stopping) {
        const auto can_go_on = [this] { return may_open(); };
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, stopping, can_go_on);
            if (arrived() == nullptr) break;
            changed_.wait(lock, can_go_on);
            HandedIn next = std::move(arrived()->front());
            arrived()->pop_front();
            lock.unlock();
            next.opened = open_upload(next.till, next.upload);
            lock.lock();
            open_records_ += next.records();
            open_.push_back(std::move(next));
            changed_.notify_all();
        }
        all_opened_ = true;
        changed_.notify_all();
    }

    void write_all() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return !open_.empty() || all_opened_; });
            if (open_.empty()) return;
            std::vector<HandedIn> together = std::exchange(open_, {});
            open_records_ = 0;
            begun_ = Clock::now();
            changed_.notify_all();
            lock.unlock();
            take_in(together);
            on_taken_();
            together.clear();
            lock.lock();
            begun_.reset();
        }
    }

    // Where the next one comes from; nullptr: from nowhere.
    std::deque<HandedIn>* arrived() {
        if (!few_.empty()) return &few_;
        return many_.empty() ? nullptr : &many_;
    }
    bool may_open() {
        const std::deque<HandedIn>* from = arrived();
        if (from == nullptr) return false;
        const HandedIn& next = from->front();
        return open_.empty() || next.is_few() || open_records_ + next.records() <= kMostTogether;
    }

    void take_in(std::vector<HandedIn>& together) {
        std::vector<Delivery> deliveries;
        for (const HandedIn& one : together)
            deliveries.push_back({&one.till, &one.upload, &one.opened});
        std::vector<UploadReply> replies = ingest(*database_, deliveries, clock_());
        for (std::size_t i = 0; i < together.size(); ++i)
            together[i].reply.set_value(std::move(replies[i]));
    }

    std::unique_ptr<Database> database_;
    std::function<void()> on_taken_;
    std::function<Instant()> clock_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<HandedIn> few_, many_;  // arrived
    std::vector<HandedIn> open_;       // for the next commit
    std::size_t open_records_ = 0;
    std::optional<Clock::time_point> begun_;  // the transaction under way
    bool all_opened_ = false;
    // Last: they use the others. The writer ends after the opener, which ends when this does.
    std::jthread writer_, opener_;
};

Writer::Writer(std::unique_ptr<Database> database, std::function<void()> on_taken,
               std::function<Instant()> clock)
    : work_(std::make_unique<Work>(std::move(database), std::move(on_taken), std::move(clock))) {}
Writer::~Writer() = default;
std::shared_future<UploadReply> Writer::take(EnrolledTill till, Upload upload) {
    return work_->take(std::move(till), std::move(upload));
}
bool Writer::is_stuck() const { return work_->is_stuck(); }

}  // namespace kopilka::sync
