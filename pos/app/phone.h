// A customer's phone, played: a key of its own, central's certificate and a counter, in one private
// file. What the web page of the card will do in a real phone; for demonstrations and stories.
#pragma once
#include "pos/core/result.h"
#include "pos/core/signed_card.h"
#include "pos/core/time.h"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace kopilka::app {

class PhoneFile {
public:
    // Makes the file, with a new key, where there is none.
    static Result<PhoneFile> open(const std::filesystem::path& file);

    const PublicKey& public_key() const { return key_.public_key; }
    bool has_card() const { return certificate_.has_value(); }
    // Errc::Invalid: no certificate, or one for another phone.
    Result<void> put_card(const std::string& certificate_hex);
    // The text of a new code. Its counter is on disk before anybody sees it.
    Result<std::string> show(Instant at);

private:
    explicit PhoneFile(std::filesystem::path file) : file_(std::move(file)) {}
    Result<void> save() const;

    std::filesystem::path file_;
    KeySeed seed_{};
    KeyPair key_;
    std::optional<CardCertificate> certificate_;
    std::uint32_t counter_ = 0;
};

struct PhoneOptions {
    std::string file;
    std::string certificate;  // empty: show the code, or the key while there is no card
};
int phone_command(const PhoneOptions& options, Instant at, std::ostream& out, std::ostream& errors);

}  // namespace kopilka::app
