#include "pos/app/store_worker.h"

#include "pos/core/wipe.h"

namespace kopilka::app {

StoreWorker::StoreWorker(StoreRoom room, std::function<void(Event, AnswerTo)> answer)
    : clerk_(std::move(room), std::move(answer)) {
    thread_ = std::thread([this] { run(); });
}

StoreWorker::~StoreWorker() {
    inbox_.close();
    thread_.join();
}

void StoreWorker::on_commit(std::function<void()> listener) {
    ask([this, listener = std::move(listener)](StoreRoom&) { clerk_.on_commit(listener); });
}

void StoreWorker::run() {
    while (const auto request = inbox_.take()) {
        clerk_.perform(*request);
        wipe_stack();
    }
}

}  // namespace kopilka::app
