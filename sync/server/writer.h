// Takes in what tills send, on a database connection and threads of its own. What arrives while one
// commit is under way is read meanwhile, and taken in together by the next: the busier, the fewer
// commits a record.
#pragma once
#include "sync/server/ingest.h"

#include <functional>
#include <future>
#include <memory>

namespace kopilka::sync {

// Whoever takes in what a till sends.
class RecordTaker {
public:
    virtual ~RecordTaker() = default;
    virtual std::shared_future<UploadReply> take(EnrolledTill till, Upload upload) = 0;
    virtual bool is_stuck() const = 0;
};

class Writer final : public RecordTaker {
public:
    // `on_taken` is called on a thread of the writer's when answers are there; `clock`: by which
    // records are taken in and rights are lent.
    Writer(std::unique_ptr<Database> database, std::function<void()> on_taken,
           std::function<Instant()> clock = now);
    ~Writer() override;  // after everything handed in is answered
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // A few records, as of a till that is selling, go before a backlog. From any thread.
    std::shared_future<UploadReply> take(EnrolledTill till, Upload upload) override;
    // A transaction has been under way for ten seconds: the database's server waits for a standby
    // that is not there, or answers no more. Nothing should be handed in now. From any thread.
    bool is_stuck() const override;

private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kopilka::sync
