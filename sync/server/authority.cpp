#include "sync/server/authority.h"

#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/key_files.h"

#include <algorithm>
#include <filesystem>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kServerDays = 400;
constexpr std::int64_t kAuthorityDays = 20 * 365;
constexpr std::string_view kFormat = "kopilka authority 1";

std::filesystem::path authority_file(const std::string& folder) {
    return std::filesystem::path(folder) / kAuthorityFile;
}

struct Kept {
    KeySeed key{};
    KeySeed server_key{};
    Bytes certificate;
};

Bytes encode(const Kept& kept) {
    ByteWriter out;
    out.text(kFormat);
    out.raw(kept.key);
    out.raw(kept.server_key);
    out.text(as_text(kept.certificate));
    return out.take();
}

std::optional<Kept> decode(ByteView bytes) {
    ByteReader in(bytes);
    const bool known = in.text() == kFormat;
    const ByteView key = in.raw(32);
    const ByteView server_key = in.raw(32);
    const std::string certificate = in.text();
    if (!known || !in.ok() || !in.at_end()) return std::nullopt;
    Kept kept;
    std::ranges::copy(key, kept.key.begin());
    std::ranges::copy(server_key, kept.server_key.begin());
    kept.certificate.assign(certificate.begin(), certificate.end());
    const auto facts = read_certificate(kept.certificate);
    const bool whole = facts && facts->key == key_pair_from_seed(kept.key).public_key;
    return whole ? std::optional(std::move(kept)) : std::nullopt;
}

Kept draw(Instant now) {
    Kept kept{draw_secret(), draw_secret(), {}};
    kept.certificate =
        make_authority(kept.key, "Kopilka", {now.ms - kHourMs}, {now.ms + kAuthorityDays * kDayMs});
    return kept;
}

}  // namespace

Result<Authority> Authority::open(const std::string& folder, Instant now) {
    const auto file = authority_file(folder);
    const auto bytes = read_private_file(file);
    if (bytes) {
        auto kept = decode(*bytes);
        if (!kept)
            return fail(Errc::Invalid, file.string() +
                                           " is damaged; put back its copy: with a new "
                                           "authority every till must be enrolled again");
        return Authority(kept->key, kept->server_key, std::move(kept->certificate));
    }
    if (bytes.error().code != Errc::NotFound) return tl::unexpected(bytes.error());
    Kept kept = draw(now);
    if (auto written = write_private_file(file, encode(kept)); !written)
        return tl::unexpected(written.error());
    return Authority(kept.key, kept.server_key, std::move(kept.certificate));
}

Result<Bytes> Authority::issue_for(const Subject& subject, const PublicKey& key, Instant now,
                                   std::int64_t days, const std::vector<std::string>& hosts) const {
    auto certificate = issue(key_, certificate_, subject, key, {now.ms - kHourMs},
                             {now.ms + days * kDayMs}, hosts);
    if (!certificate)
        return fail(
            Errc::Invalid,
            "\"" + subject.name + "\" cannot stand in a certificate: 1 to 64 letters of UTF-8");
    return *std::move(certificate);
}

Result<Identity> Authority::server_identity(const std::vector<std::string>& hosts,
                                            Instant now) const {
    auto certificate =
        issue_for({Holder::Server, "central", ""}, key_pair_from_seed(server_key_).public_key, now,
                  kServerDays, hosts);
    if (!certificate) return tl::unexpected(certificate.error());
    return Identity{server_key_, *std::move(certificate), certificate_};
}

Result<Bytes> Authority::certify(const Subject& subject, const PublicKey& key, Instant now) const {
    return issue_for(subject, key, now, kCertificateDays, {});
}

Validity validity_of(const CertificateFacts& certificate, Instant now) {
    if (now < certificate.from || now >= certificate.to) return Validity::Over;
    const bool soon = now.ms >= certificate.to.ms - kRenewDays * kDayMs;
    return soon ? Validity::EndsSoon : Validity::Good;
}

}  // namespace kopilka::sync
