// No text of a request or of a setting crashes what reads it, and what is accepted says itself
// again: the query of the change feed, and addresses.
#include "pos/core/check.h"
#include "sync/protocol/changes_query.h"
#include "sync/transport/client.h"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace kopilka;
using namespace kopilka::sync;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text({data, size}));
    if (const auto query = parse_changes_query(text)) {
        check(query->from <= INT64_MAX, "a position no database has");
        check(parse_changes_query(to_text(*query)) == query, "a second meaning");
    }
    if (const auto address = parse_address(text)) {
        check(!address->host.empty(), "an address without a host");
        const auto again = parse_address(to_string(*address));
        check(again && again->host == address->host && again->port == address->port,
              "a second address");
    }
    return 0;
}
