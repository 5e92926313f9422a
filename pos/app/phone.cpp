#include "pos/app/phone.h"

#include "pos/files/private_file.h"
#include "pos/scan/signed_code.h"
#include "pos/store/keys.h"

#include <algorithm>
#include <ostream>

namespace kopilka::app {

// The file: the seed, the counter, then the certificate where there is one.
Result<PhoneFile> PhoneFile::open(const std::filesystem::path& file) {
    PhoneFile phone(file);
    const auto bytes = read_private_file(file);
    if (!bytes && bytes.error().code != Errc::NotFound) return tl::unexpected(bytes.error());
    if (bytes) {
        ByteReader in(*bytes);
        std::ranges::copy(in.raw(phone.seed_.size()), phone.seed_.begin());
        phone.counter_ = in.u32();
        const std::string certificate = in.text();
        if (!in.ok() || !in.at_end())
            return fail(Errc::Corrupt, file.string() + " is no phone of this program");
        phone.certificate_ = decode_certificate(as_bytes(certificate));
    } else {
        phone.seed_ = make_keys().till_seed;
        if (auto saved = phone.save(); !saved) return tl::unexpected(saved.error());
    }
    phone.key_ = key_pair_from_seed(phone.seed_);
    return phone;
}

Result<void> PhoneFile::save() const {
    ByteWriter out;
    out.raw(seed_);
    out.u32(counter_);
    const Bytes certificate = certificate_ ? encode(*certificate_) : Bytes{};
    out.text(as_text(certificate));
    return write_private_file(file_, out.bytes());
}

Result<void> PhoneFile::put_card(const std::string& certificate_hex) {
    const auto bytes = from_hex(certificate_hex);
    const auto certificate = bytes ? decode_certificate(*bytes) : std::nullopt;
    if (!certificate)
        return fail(Errc::Invalid,
                    "this is no certificate; take what `central card certify` prints");
    if (certificate->device != public_key())
        return fail(Errc::Invalid, "this certificate is for another phone");
    certificate_ = certificate;
    return save();
}

Result<std::string> PhoneFile::show(Instant at) {
    if (!certificate_)
        return fail(Errc::Invalid,
                    "there is no card in this phone yet; give it one with "
                    "`central card certify --device " +
                        to_hex(public_key()) + " --member …`");
    ++counter_;
    if (auto saved = save(); !saved) return tl::unexpected(saved.error());
    return signed_code_text(
        sign_card(key_, *certificate_, counter_, static_cast<UnixSeconds>(at.ms / 1000)));
}

int phone_command(const PhoneOptions& options, Instant at, std::ostream& out,
                  std::ostream& errors) {
    const auto complain = [&](const Error& error) {
        errors << "till phone: " << error.detail << "\n";
        return error.code == Errc::Io ? 1 : 2;
    };
    auto phone = PhoneFile::open(options.file);
    if (!phone) return complain(phone.error());
    if (!options.certificate.empty()) {
        const auto put = phone->put_card(options.certificate);
        return put ? 0 : complain(put.error());
    }
    if (!phone->has_card()) {
        out << to_hex(phone->public_key()) << "\n";
        return 0;
    }
    const auto code = phone->show(at);
    if (!code) return complain(code.error());
    out << *code << "\n";
    return 0;
}

}  // namespace kopilka::app
