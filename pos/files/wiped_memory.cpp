// Memory that is given back is wiped first: what the heap held of people who have left the counter
// is nowhere in it, however the program ends. Compiled into the programs themselves, not into a
// library, so that it is these that everything uses.
#include <cstdlib>
#include <new>

#include <malloc.h>
#include <string.h>

namespace {

using std::align_val_t;
using std::nothrow_t;
using std::size_t;

void* had(size_t size) noexcept { return std::malloc(size == 0 ? 1 : size); }
void* had(size_t size, align_val_t alignment) noexcept {
    const auto step = static_cast<size_t>(alignment);
    return std::aligned_alloc(step, (size + step - 1) / step * step);
}
void* surely(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void give_back(void* memory) noexcept {
    if (memory == nullptr) return;
    explicit_bzero(memory, malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

// Every form there is: one that was left out would be another library's.
void* operator new(size_t n) { return surely(had(n)); }
void* operator new[](size_t n) { return surely(had(n)); }
void* operator new(size_t n, const nothrow_t&) noexcept { return had(n); }
void* operator new[](size_t n, const nothrow_t&) noexcept { return had(n); }
void* operator new(size_t n, align_val_t a) { return surely(had(n, a)); }
void* operator new[](size_t n, align_val_t a) { return surely(had(n, a)); }
void* operator new(size_t n, align_val_t a, const nothrow_t&) noexcept { return had(n, a); }
void* operator new[](size_t n, align_val_t a, const nothrow_t&) noexcept { return had(n, a); }

void operator delete(void* p) noexcept { give_back(p); }
void operator delete[](void* p) noexcept { give_back(p); }
void operator delete(void* p, size_t) noexcept { give_back(p); }
void operator delete[](void* p, size_t) noexcept { give_back(p); }
void operator delete(void* p, const nothrow_t&) noexcept { give_back(p); }
void operator delete[](void* p, const nothrow_t&) noexcept { give_back(p); }
void operator delete(void* p, align_val_t) noexcept { give_back(p); }
void operator delete[](void* p, align_val_t) noexcept { give_back(p); }
void operator delete(void* p, size_t, align_val_t) noexcept { give_back(p); }
void operator delete[](void* p, size_t, align_val_t) noexcept { give_back(p); }
void operator delete(void* p, align_val_t, const nothrow_t&) noexcept { give_back(p); }
void operator delete[](void* p, align_val_t, const nothrow_t&) noexcept { give_back(p); }
