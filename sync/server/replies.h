// Answers as the listener sends them.
#pragma once
#include "sync/protocol/codec.h"
#include "sync/transport/server.h"

#include <string>
#include <string_view>

namespace kopilka::sync {

inline ServerReply text_reply(unsigned status, std::string_view text) {
    const ByteView bytes = as_bytes(text);
    return {status, "text/plain", Bytes(bytes.begin(), bytes.end())};
}

template <typename Message>
ServerReply reply_with(unsigned status, const Message& message) {
    return {status, "application/x-protobuf", encode(message)};
}

inline ServerReply refuse_changes(unsigned status, ChangesRefusal refusal, std::string detail) {
    Changes page;
    page.refusal = refusal;
    page.detail = std::move(detail);
    return reply_with(status, page);
}

}  // namespace kopilka::sync
