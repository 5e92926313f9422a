#include "sync/protocol/codec.h"

#include "pos/core/check.h"
#include "pos/sale/value_codec.h"
#include "sync/protocol/wire.h"

#include <algorithm>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace kopilka::sync {
namespace {

using WireFormat = google::protobuf::internal::WireFormatLite;

Bytes body_of(const google::protobuf::MessageLite& message) {
    ByteWriter out;
    out.text(message.SerializeAsString());
    return out.take();
}

// A field of no bytes takes two on the wire and up to a hundred times as many in memory, so they
// are counted before they are parsed. False: too many, or no message.
bool has_few_fields(ByteView message) {
    constexpr std::size_t kMost =
        std::max(kMostRecords, kMostChanges) + kMostHeads + 2 * kMostLeases + kMostSettled + 100;
    google::protobuf::io::CodedInputStream in(message.data(), static_cast<int>(message.size()));
    for (std::size_t fields = 0; fields <= kMost; ++fields) {
        const std::uint32_t tag = in.ReadTag();
        if (tag == 0) return in.ConsumedEntireMessage();
        if (!WireFormat::SkipField(&in, tag)) return false;
    }
    return false;
}

// The message of a body: all of it and nothing else.
template <typename Message>
std::optional<Message> message_of(ByteView body) {
    if (body.size() > kMostBodyBytes) return std::nullopt;
    ByteReader in(body);
    const std::uint64_t size = in.varint();
    if (!in.ok() || size > body.size()) return std::nullopt;
    const ByteView rest = in.raw(static_cast<std::size_t>(size));
    if (!in.ok() || !in.at_end() || !has_few_fields(rest)) return std::nullopt;
    Message message;
    if (!message.ParseFromArray(rest.data(), static_cast<int>(rest.size()))) return std::nullopt;
    return message;
}

template <typename Message>
void put_heads(Message& out, const std::vector<HeldUpTo>& heads) {
    for (const HeldUpTo& head : heads) {
        wire::HeldUpTo* added = out.add_held();
        added->set_epoch(head.epoch.value);
        added->set_sequence(head.sequence.value);
        added->set_hash(text_of(head.hash.value));
    }
}

template <typename Message>
std::vector<HeldUpTo> take_heads(Taking& taking, const Message& in) {
    std::vector<HeldUpTo> heads;
    taking.need(static_cast<std::size_t>(in.held_size()) <= kMostHeads);
    for (const wire::HeldUpTo& head : in.held()) {
        taking.need(head.epoch() > 0);
        if (!taking.ok()) break;
        heads.push_back(
            {Epoch{head.epoch()}, Sequence{head.sequence()}, {taking.fixed<32>(head.hash())}});
    }
    return heads;
}

template <typename Message>
void put_leases(Message& out, const LeaseNews& leases) {
    for (const Lease& lease : leases.lent) out.add_lent(text_of(encode(lease)));
    for (const LeaseId& id : leases.asked_back) out.add_asked_back(to_string(id));
}

template <typename Message>
LeaseNews take_leases(Taking& taking, const Message& in) {
    LeaseNews leases;
    taking.need(static_cast<std::size_t>(in.lent_size()) <= kMostLeases &&
                static_cast<std::size_t>(in.asked_back_size()) <= kMostLeases);
    for (const std::string& bytes : in.lent()) {
        auto lease = decode_lease(as_bytes(bytes));
        taking.need(lease && is_sound(*lease));
        if (!taking.ok()) break;
        leases.lent.push_back(*std::move(lease));
    }
    for (const std::string& text : in.asked_back()) {
        const auto id = parse_lease_id(text);
        taking.need(id.has_value());
        if (!taking.ok()) break;
        leases.asked_back.push_back(*id);
    }
    return leases;
}

template <typename Value>
std::optional<Value> if_sound(const Taking& taking, Value value) {
    if (!taking.ok()) return std::nullopt;
    return value;
}

}  // namespace

Bytes encode(const EnrolRequest& message) {
    wire::EnrolRequest out;
    out.set_code(text_of(message.code.value));
    out.set_till_key(text_of(message.till_key));
    out.set_proof(text_of(message.proof.value));
    return body_of(out);
}

std::optional<EnrolRequest> decode_enrol_request(ByteView body) {
    const auto in = message_of<wire::EnrolRequest>(body);
    if (!in) return std::nullopt;
    Taking taking;
    return if_sound(taking, EnrolRequest{{taking.fixed<32>(in->code())},
                                         taking.fixed<32>(in->till_key()),
                                         {taking.fixed<32>(in->proof())}});
}

Bytes encode(const EnrolReply& message) {
    wire::EnrolReply out;
    out.set_refusal(static_cast<std::uint32_t>(message.refusal));
    out.set_detail(message.detail);
    if (message.refusal == EnrolRefusal::None) {
        out.set_certificate(text_of(message.credentials.certificate));
        out.set_authority(text_of(message.credentials.authority));
        out.set_epoch(message.credentials.epoch.value);
        out.set_lookup_key(text_of(message.credentials.lookup_key));
        out.set_server_generation(message.credentials.server_generation);
        out.set_till(message.till.value);
        out.set_store(message.store.value);
        out.set_proof(text_of(message.proof.value));
    }
    return body_of(out);
}

std::optional<EnrolReply> decode_enrol_reply(ByteView body) {
    const auto in = message_of<wire::EnrolReply>(body);
    if (!in) return std::nullopt;
    Taking taking;
    EnrolReply reply;
    reply.refusal = taking.choice(in->refusal(), EnrolRefusal::Busy);
    reply.detail = taking.text(in->detail());
    if (reply.refusal == EnrolRefusal::None) {
        taking.need(in->epoch() > 0);
        reply.credentials = {taking.certificate(in->certificate()),
                             taking.certificate(in->authority()), Epoch{in->epoch()},
                             taking.fixed<32>(in->lookup_key()), in->server_generation()};
        reply.till = TillId{taking.id(in->till())};
        reply.store = StoreId{taking.id(in->store())};
        reply.proof = {taking.fixed<32>(in->proof())};
    }
    return if_sound(taking, std::move(reply));
}

Bytes encode(const RenewReply& message) {
    wire::RenewReply out;
    out.set_refusal(static_cast<std::uint32_t>(message.refusal));
    out.set_detail(message.detail);
    out.set_certificate(text_of(message.certificate));
    return body_of(out);
}

std::optional<RenewReply> decode_renew_reply(ByteView body) {
    const auto in = message_of<wire::RenewReply>(body);
    if (!in) return std::nullopt;
    Taking taking;
    RenewReply reply{
        taking.choice(in->refusal(), RenewRefusal::Busy), taking.text(in->detail()), {}};
    if (reply.refusal == RenewRefusal::None)
        reply.certificate = taking.certificate(in->certificate());
    return if_sound(taking, std::move(reply));
}

Bytes encode(const Upload& message) {
    wire::Upload out;
    out.set_epoch(message.epoch.value);
    out.set_first(message.first.value);
    for (const Bytes& record : message.records) {
        out.add_records(record.data(), record.size());
    }
    out.set_head(text_of(message.head.value));
    out.set_signature(text_of(message.signature));
    if (message.clock) {
        out.set_clock_ahead(message.clock->ahead_ms);
        out.set_clock_uncertainty(message.clock->uncertainty_ms);
    }
    if (message.forwarded) out.set_forwarded(message.forwarded->value);
    return body_of(out);
}

std::optional<Upload> decode_upload(ByteView body) {
    const auto in = message_of<wire::Upload>(body);
    if (!in) return std::nullopt;
    Taking taking;
    taking.need(in->epoch() > 0 && in->first() > 0 && in->first() < (1ULL << 62));
    taking.need(in->records_size() >= 1 &&
                static_cast<std::size_t>(in->records_size()) <= kMostRecords);
    Upload upload{Epoch{in->epoch()},
                  Sequence{in->first()},
                  {},
                  {taking.fixed<32>(in->head())},
                  taking.fixed<64>(in->signature())};
    for (const std::string& record : in->records()) {
        taking.need(!record.empty() && record.size() <= kopilka::kMostRecordBytes);
        upload.records.emplace_back(record.begin(), record.end());
    }
    if (in->has_clock_ahead())
        upload.clock = ClockReading{taking.clock(in->clock_ahead()), in->clock_uncertainty()};
    if (!in->forwarded().empty()) upload.forwarded = TillId{taking.id(in->forwarded())};
    return if_sound(taking, std::move(upload));
}

namespace {

wire::UploadReply to_wire(const UploadReply& message) {
    wire::UploadReply out;
    out.set_refusal(static_cast<std::uint32_t>(message.refusal));
    out.set_detail(message.detail);
    out.set_watermark(message.watermark.value);
    out.set_server_generation(message.server_generation);
    out.set_renew(message.renew);
    out.set_forked_epoch(message.forked ? message.forked->value : 0);
    put_heads(out, message.held);
    put_leases(out, message.leases);
    if (message.time) {
        out.set_server_time(message.time->at.ms);
        out.set_waited(message.time->waited_ms);
    }
    for (const RecordStatus& status : message.statuses) {
        wire::RecordStatus* added = out.add_statuses();
        added->set_status(static_cast<std::uint32_t>(status.status));
        added->set_cause(static_cast<std::uint32_t>(status.cause));
        added->set_feed_position(status.feed_position);
    }
    out.set_kept_by(message.kept_by);
    return out;
}

UploadReply from_wire(Taking& taking, const wire::UploadReply& in) {
    UploadReply reply;
    reply.refusal = taking.choice(in.refusal(), UploadRefusal::NotByYou);
    reply.detail = taking.text(in.detail());
    reply.watermark = Sequence{in.watermark()};
    reply.server_generation = in.server_generation();
    reply.renew = in.renew();
    if (in.forked_epoch() > 0) reply.forked = Epoch{in.forked_epoch()};
    reply.held = take_heads(taking, in);
    reply.leases = take_leases(taking, in);
    if (in.has_server_time())
        reply.time = ServerTime{{taking.clock(in.server_time())}, in.waited()};
    reply.kept_by = in.kept_by();
    taking.need(static_cast<std::size_t>(in.statuses_size()) <= kMostRecords);
    for (const wire::RecordStatus& status : in.statuses()) {
        taking.need(status.status() != 2);
        reply.statuses.push_back({taking.choice(status.status(), Status::Quarantined),
                                  taking.choice(status.cause(), QuarantineCause::BadEffect),
                                  status.feed_position()});
        const bool quarantined = reply.statuses.back().status == Status::Quarantined;
        taking.need(quarantined == (reply.statuses.back().cause != QuarantineCause::None));
    }
    return reply;
}

// Each has its own answer in it: as many records as in so many uploads.
std::vector<Settled> take_settled(Taking& taking, const wire::Changes& in) {
    std::vector<Settled> settled;
    taking.need(static_cast<std::size_t>(in.settled_size()) <= kMostSettled);
    for (const wire::Settled& one : in.settled()) {
        taking.need(one.epoch() > 0 && one.first() > 0 && one.first() < (1ULL << 62) &&
                    one.records() > 0 && one.records() <= kMostRecords);
        if (!taking.ok()) break;
        settled.push_back({one.number(),
                           Epoch{one.epoch()},
                           Sequence{one.first()},
                           one.records(),
                           {taking.fixed<32>(one.head())},
                           from_wire(taking, one.reply())});
    }
    return settled;
}

}  // namespace

Bytes encode(const UploadReply& message) { return body_of(to_wire(message)); }

std::optional<UploadReply> decode_upload_reply(ByteView body) {
    const auto in = message_of<wire::UploadReply>(body);
    if (!in) return std::nullopt;
    Taking taking;
    return if_sound(taking, from_wire(taking, *in));
}

Bytes encode(const Changes& message) {
    wire::Changes out;
    out.set_next(message.next);
    out.set_more(message.more);
    out.set_whole(message.whole);
    out.set_server_generation(message.server_generation);
    for (const Change& change : message.changes) *out.add_changes() = to_wire(change);
    out.set_kept_by(message.kept_by);
    out.set_central_is_away(message.central_is_away);
    for (const Settled& one : message.settled) {
        wire::Settled* added = out.add_settled();
        added->set_number(one.number);
        added->set_epoch(one.epoch.value);
        added->set_first(one.first.value);
        added->set_records(one.records);
        added->set_head(text_of(one.head.value));
        *added->mutable_reply() = to_wire(one.reply);
    }
    out.set_refusal(static_cast<std::uint32_t>(message.refusal));
    out.set_detail(message.detail);
    out.set_renew(message.renew);
    put_heads(out, message.held);
    put_leases(out, message.leases);
    if (message.time) {
        out.set_server_time(message.time->at.ms);
        out.set_waited(message.time->waited_ms);
    }
    return body_of(out);
}

std::optional<Changes> decode_changes(ByteView body) {
    const auto in = message_of<wire::Changes>(body);
    if (!in) return std::nullopt;
    Taking taking;
    Changes page{in->next(),
                 in->more(),
                 in->whole(),
                 in->server_generation(),
                 {},
                 taking.choice(in->refusal(), ChangesRefusal::Expired),
                 taking.text(in->detail()),
                 in->renew(),
                 take_heads(taking, *in),
                 {},
                 take_leases(taking, *in)};
    if (in->has_server_time())
        page.time = ServerTime{{taking.clock(in->server_time())}, in->waited()};
    page.settled = take_settled(taking, *in);
    page.kept_by = in->kept_by();
    page.central_is_away = in->central_is_away();
    taking.need(static_cast<std::size_t>(in->changes_size()) <= kMostChanges);
    for (const wire::Change& change : in->changes()) {
        std::optional<Change> taken = from_wire(change, Bounds::Cache);
        taking.need(taken.has_value());
        if (taken) page.changes.push_back(*std::move(taken));
    }
    return if_sound(taking, std::move(page));
}

}  // namespace kopilka::sync
