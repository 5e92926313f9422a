// Takes in what tills send, on a database connection and threads of its own. What arrives while one
// commit is under way is read meanwhile, and taken in together by the next: the busier, the fewer
// commits a record.
#pragma once
#include "sync/server/ingest.h"

#include <functional>
#include <future>
#include <memory>

namespace kopilka::sync {

class Writer {
public:
    // `on_taken` is called on a thread of the writer's when answers are there.
    Writer(std::unique_ptr<Database> database, std::function<void()> on_taken);
    ~Writer();  // after everything handed in is answered
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // A few records, as of a till that is selling, go before a backlog. From any thread.
    std::shared_future<UploadReply> take(EnrolledTill till, Upload upload);
    // A transaction has been under way for ten seconds: the database's server waits for a standby
    // that is not there, or answers no more. Nothing should be handed in now. From any thread.
    bool is_stuck() const;

private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace kopilka::sync
