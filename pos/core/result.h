// Result<T>: a value, or the reason the world (disk, cable, network, file) did not give one.
// A business "no" is not an Error: it is a refusal, an enum of the verb that refused.
#pragma once
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace kopilka {

enum class Errc {
    NotFound,      // nothing there
    Corrupt,       // bytes that do not check
    Busy,          // held by somebody else
    Timeout,       // no answer in time
    Disconnected,  // the other side is gone
    Full,          // no room
    Invalid,       // input that cannot be used; `detail` says what to write instead
    Io,            // the operating system refused
};

struct Error {
    Errc code = Errc::Io;
    std::string detail;  // for the log and for an administrator: what failed, and what to do next
};

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

inline tl::unexpected<Error> fail(Errc code, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

}  // namespace kopilka
