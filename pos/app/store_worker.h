// The thread that owns the journal: commits what the till decided, answers what it asks of its
// past, and lets synchronization read and acknowledge. Nobody else touches the journal.
#pragma once
#include "pos/app/inbox.h"
#include "pos/app/store_clerk.h"

#include <thread>

namespace kopilka::app {

class StoreWorker final : public StoreDesk {
public:
    // `answer` is called on the worker's thread.
    StoreWorker(StoreRoom room, std::function<void(Event, AnswerTo)> answer);
    StoreWorker(const StoreWorker&) = delete;
    StoreWorker& operator=(const StoreWorker&) = delete;
    ~StoreWorker() override;  // commits what is asked, then joins

    void ask(StoreRequest request) override { inbox_.put(std::move(request)); }
    // Called on the worker's thread after each commit: synchronization wakes up.
    void on_commit(std::function<void()> listener);

private:
    void run();

    StoreClerk clerk_;
    Inbox<StoreRequest> inbox_;
    std::thread thread_;
};

}  // namespace kopilka::app
