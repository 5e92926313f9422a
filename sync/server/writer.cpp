#include "sync/server/writer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace kopilka::sync {
namespace {

constexpr std::size_t kMostTogether = 5'000;  // records of one commit
constexpr std::size_t kFew = 20;
constexpr auto kLong = std::chrono::seconds(10);  // tills wait for fifteen

using Clock = std::chrono::steady_clock;

struct Waiting {
    EnrolledTill till;
    Upload upload;
    std::promise<UploadReply> reply;
};

}  // namespace

class Writer::Work {
public:
    Work(std::unique_ptr<Database> database, std::function<void()> on_taken)
        : database_(std::move(database)),
          on_taken_(std::move(on_taken)),
          thread_([this] { run(); }) {}
    ~Work() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }

    std::shared_future<UploadReply> take(EnrolledTill till, Upload upload) {
        const bool few = upload.records.size() <= kFew;
        Waiting waiting{std::move(till), std::move(upload), {}};
        std::shared_future<UploadReply> answer = waiting.reply.get_future().share();
        {
            const std::lock_guard lock(mutex_);
            (few ? few_ : many_).push_back(std::move(waiting));
        }
        changed_.notify_one();
        return answer;
    }

    bool is_stuck() const {
        const std::lock_guard lock(mutex_);
        return begun_ && Clock::now() - *begun_ > kLong;
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return stopping_ || !few_.empty() || !many_.empty(); });
            std::vector<Waiting> together = next();
            if (together.empty()) return;
            begun_ = Clock::now();
            lock.unlock();
            take_in(together);
            on_taken_();
            lock.lock();
            begun_.reset();
        }
    }

    // At least one, where there is any.
    std::vector<Waiting> next() {
        std::vector<Waiting> together;
        std::size_t records = 0;
        for (std::deque<Waiting>* queue : {&few_, &many_}) {
            while (!queue->empty()) {
                records += queue->front().upload.records.size();
                if (!together.empty() && records > kMostTogether) return together;
                together.push_back(std::move(queue->front()));
                queue->pop_front();
            }
        }
        return together;
    }

    void take_in(std::vector<Waiting>& together) {
        std::vector<Delivery> deliveries;
        for (const Waiting& one : together) deliveries.push_back({&one.till, &one.upload});
        std::vector<UploadReply> replies = ingest(*database_, deliveries, now());
        for (std::size_t i = 0; i < together.size(); ++i)
            together[i].reply.set_value(std::move(replies[i]));
    }

    std::unique_ptr<Database> database_;
    std::function<void()> on_taken_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> few_, many_;
    std::optional<Clock::time_point> begun_;  // the transaction under way
    bool stopping_ = false;
    std::thread thread_;  // last: it uses the others
};

Writer::Writer(std::unique_ptr<Database> database, std::function<void()> on_taken)
    : work_(std::make_unique<Work>(std::move(database), std::move(on_taken))) {}
Writer::~Writer() = default;
std::shared_future<UploadReply> Writer::take(EnrolledTill till, Upload upload) {
    return work_->take(std::move(till), std::move(upload));
}
bool Writer::is_stuck() const { return work_->is_stuck(); }

}  // namespace kopilka::sync
