#include "sync/server/metrics.h"

#include <array>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace kopilka::sync {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

// Seconds: from what a request for nothing takes to what a till no longer waits for.
const Histogram::BucketBoundaries kBounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05,
                                          0.1,   0.2,   0.5,   1.0,  5.0,  15.0};

std::string_view word(Status status) {
    switch (status) {
        case Status::Applied: return "applied";
        case Status::Duplicate: return "duplicate";
        case Status::Quarantined: return "quarantined";
    }
    return "";
}

std::string_view word(UploadRefusal refusal) {
    switch (refusal) {
        case UploadRefusal::None: return "none";
        case UploadRefusal::Nonsense: return "nonsense";
        case UploadRefusal::NotAdmitted: return "not_admitted";
        case UploadRefusal::BadSignature: return "bad_signature";
        case UploadRefusal::WrongEpoch: return "wrong_epoch";
        case UploadRefusal::Gap: return "gap";
        case UploadRefusal::BrokenChain: return "broken_chain";
        case UploadRefusal::Busy: return "busy";
        case UploadRefusal::Expired: return "expired";
        case UploadRefusal::NotByYou: return "not_by_you";
    }
    return "";
}

}  // namespace

struct Metrics::Counted {
    prometheus::Registry registry;
    Family<Counter>& records = prometheus::BuildCounter()
                                   .Name("kopilka_records_total")
                                   .Help("Journal records that tills sent, by what became of them")
                                   .Register(registry);
    Family<Counter>& refusals = prometheus::BuildCounter()
                                    .Name("kopilka_uploads_refused_total")
                                    .Help("Batches refused whole, by reason")
                                    .Register(registry);
    Family<Histogram>& requests = prometheus::BuildHistogram()
                                      .Name("kopilka_request_seconds")
                                      .Help("Time to answer, by path and HTTP status")
                                      .Register(registry);
    Counter& turned_away =
        prometheus::BuildCounter()
            .Name("kopilka_turned_away_total")
            .Help("Connections without a handshake: no TLS 1.3, another authority")
            .Register(registry)
            .Add({});
    Gauge& feed = gauge("kopilka_feed_position", "The newest position of the change feed");
    Gauge& waiting = gauge("kopilka_receipts_waiting", "Receipts not yet priced again");
    Gauge& cases = gauge("kopilka_cases_open", "Cases that nobody has decided");

    Gauge& gauge(const char* name, const char* help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
    }
};

Metrics::Metrics() : counted_(std::make_unique<Counted>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view path, unsigned status, double seconds) {
    counted_->requests
        .Add({{"path", std::string(path)}, {"status", std::to_string(status)}}, kBounds)
        .Observe(seconds);
}

void Metrics::uploaded(const UploadReply& reply) {
    if (reply.refusal != UploadRefusal::None)
        counted_->refusals.Add({{"reason", std::string(word(reply.refusal))}}).Increment();
    std::array<int, 4> counts{};
    for (const RecordStatus& status : reply.statuses)
        ++counts[static_cast<std::size_t>(status.status)];
    for (const Status status : {Status::Applied, Status::Duplicate, Status::Quarantined}) {
        const int count = counts[static_cast<std::size_t>(status)];
        if (count > 0)
            counted_->records.Add({{"status", std::string(word(status))}}).Increment(count);
    }
}

void Metrics::turned_away() { counted_->turned_away.Increment(); }

void Metrics::set(const State& state) {
    counted_->feed.Set(static_cast<double>(state.feed_head));
    counted_->waiting.Set(static_cast<double>(state.waiting));
    counted_->cases.Set(static_cast<double>(state.open_cases));
}

std::string Metrics::text() const {
    return prometheus::TextSerializer().Serialize(counted_->registry.Collect());
}

}  // namespace kopilka::sync
