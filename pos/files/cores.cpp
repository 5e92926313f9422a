#include "pos/files/cores.h"

#include <cstdlib>
#include <string_view>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace kopilka {

void forbid_cores() {
    const char* const wanted = std::getenv("KOPILKA_CORES");
    if (wanted != nullptr && std::string_view(wanted) == "1") return;
    // One byte and not none: Linux still pipes a core to a collector where the limit is 0.
    const rlimit least{1, 1};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &least));
    // Nor may another program of the same user look into this one.
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0));
}

}  // namespace kopilka
