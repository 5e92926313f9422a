// What makes this program one till of one chain: who it is, where its server is, and the
// credentials the server gave it. One file beside the keys, outside the data folder, mode 0600.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/result.h"
#include "pos/store/keys.h"
#include "sync/protocol/message.h"
#include "sync/transport/tls.h"

#include <filesystem>
#include <string>

namespace kopilka::app {

struct Enrolment {
    TillId till;
    StoreId store;
    std::string server;  // "https://central:8700"
    sync::Credentials credentials;
};

Result<void> save_enrolment(const std::filesystem::path& key_folder, const Enrolment& enrolment);
// Errc::NotFound: not enrolled; the words say how to.
Result<Enrolment> load_enrolment(const std::filesystem::path& key_folder);

// How this till shows itself to the server.
sync::Identity identity_of(const Enrolment& enrolment, const Keys& keys);

}  // namespace kopilka::app
