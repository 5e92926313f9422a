// What a store server keeps of its tills' uploads, until central has answered: as the till signed
// it, on disk before the till is told. A letter that central answered, well or not, is done; its
// answer is kept until the till has heard it.
#pragma once
#include "sync/protocol/message.h"
#include "sync/server/database.h"

#include <optional>
#include <vector>

namespace kopilka::sync {

// A number of this store server's disk: of another one, nothing of what a till handed in is there.
Result<std::uint64_t> open_letter_book(Database& database);

struct Letter {
    std::uint64_t number = 0;
    TillId till;
    Upload upload;
};

// Inside a transaction, as all below. The same records once more are the same letter.
void keep_letter(Database& database, const TillId& till, const Upload& upload);
std::optional<Letter> oldest_letter(Database& database);
std::uint64_t count_letters(Database& database);
// Central has answered it.
void settle(Database& database, const Letter& letter, const UploadReply& reply);

// What central said to this till's letters behind that number, as much as one page tells.
std::vector<Settled> settled_after(Database& database, const TillId& till, std::uint64_t heard);
// The till knows them up to that number.
void forget_settled(Database& database, const TillId& till, std::uint64_t heard);

}  // namespace kopilka::sync
