// Bodies of the protocol: messages to bytes and back. Decoding checks every bound of ../README.md
// and refuses (nullopt) whatever no honest sender writes; it never throws. The protobuf classes
// stay behind this header.
#pragma once
#include "sync/protocol/message.h"

#include <optional>

namespace kopilka::sync {

Bytes encode(const EnrolRequest& message);
Bytes encode(const EnrolReply& message);
Bytes encode(const RenewReply& message);
Bytes encode(const Upload& message);
Bytes encode(const UploadReply& message);
Bytes encode(const Changes& message);

std::optional<EnrolRequest> decode_enrol_request(ByteView body);
std::optional<EnrolReply> decode_enrol_reply(ByteView body);
std::optional<RenewReply> decode_renew_reply(ByteView body);
std::optional<Upload> decode_upload(ByteView body);
std::optional<UploadReply> decode_upload_reply(ByteView body);
std::optional<Changes> decode_changes(ByteView body);

// One thing alone, without a length: how the server keeps a thing until somebody asks for it.
Bytes encode_change(const Change& change);
std::optional<Change> decode_change(ByteView bytes);
// Whether a page may carry it: a till's cache has smaller bounds than the server's tables, and a
// till refuses a page with anything beyond.
bool can_be_kept(const Change& change);

ChangeKind kind_of(const Change& change);
std::string key_of(const Change& change);  // as Removed writes it; "categories", "shop"

}  // namespace kopilka::sync
