#include "tests/disk/short_memory.h"

#include "pos/core/check.h"
#include "tests/disk/system_calls.h"

#include <cerrno>
#include <cstdint>
#include <cstring>

#include <link.h>

// What is behind malloc: the sanitizer's, where there is one, or the C library's.
extern "C" {
void* __interceptor_malloc(std::size_t) __attribute__((weak));
void* __interceptor_calloc(std::size_t, std::size_t) __attribute__((weak));
void* __interceptor_realloc(void*, std::size_t) __attribute__((weak));
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
}

namespace kopilka::disk {
namespace {

// Plain, as the first allocation comes before any constructor.
struct {
    std::uintptr_t begin = 0;  // the library's code
    std::uintptr_t end = 0;
    std::size_t left = 0;  // allocations until one is refused; 0: none is
    bool refused = false;
} now;

// Like the three below, it runs before the sanitizers have begun.
__attribute__((no_sanitize("address", "undefined", "thread"))) bool refuses(void* caller) {
    const auto from = reinterpret_cast<std::uintptr_t>(caller);
    if (now.left == 0 || from < now.begin || from >= now.end || somebody_looks_away()) return false;
    if (--now.left > 0) return false;
    now.refused = true;
    errno = ENOMEM;
    return true;
}

int find_code(dl_phdr_info* info, std::size_t, void* name) {
    if (std::strstr(info->dlpi_name, static_cast<const char*>(name)) == nullptr) return 0;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& part = info->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
        now.begin = info->dlpi_addr + part.p_vaddr;
        now.end = now.begin + part.p_memsz;
    }
    return 1;
}

}  // namespace

ShortMemory::ShortMemory(const char* library, std::size_t nth) {
    check(dl_iterate_phdr(find_code, const_cast<char*>(library)) == 1, "the library is loaded");
    now.refused = false;
    now.left = nth;
}
ShortMemory::~ShortMemory() { now.left = 0; }
bool ShortMemory::refused() const { return now.refused; }

}  // namespace kopilka::disk

using kopilka::disk::refuses;

extern "C" {

__attribute__((no_sanitize("address", "undefined", "thread"))) void* malloc(
    std::size_t size) noexcept {
    if (refuses(__builtin_return_address(0))) return nullptr;
    return __interceptor_malloc != nullptr ? __interceptor_malloc(size) : __libc_malloc(size);
}
__attribute__((no_sanitize("address", "undefined", "thread"))) void* calloc(
    std::size_t count, std::size_t size) noexcept {
    if (refuses(__builtin_return_address(0))) return nullptr;
    return __interceptor_calloc != nullptr ? __interceptor_calloc(count, size)
                                           : __libc_calloc(count, size);
}
__attribute__((no_sanitize("address", "undefined", "thread"))) void* realloc(
    void* memory, std::size_t size) noexcept {
    if (refuses(__builtin_return_address(0))) return nullptr;
    return __interceptor_realloc != nullptr ? __interceptor_realloc(memory, size)
                                            : __libc_realloc(memory, size);
}

}  // extern "C"
