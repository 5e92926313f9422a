// The calls by which this program changes files, taken in: watched_calls.cpp defines them under
// their own names, so that LMDB, SQLite, the standard library and our own code come through here.
// Each is passed on to the kernel, unless the watcher says that it fails.
// Syncing is not passed on: no test here cuts the power of the machine it runs on.
#pragma once
#include "pos/core/bytes.h"

#include <cstdint>
#include <string>

namespace kopilka::disk {

enum class Call : std::uint8_t { Open, Read, Write, Resize, Reserve, Sync, Rename, Remove, Folder };

// What is about to happen. Paths are as the program gave them.
struct CallSeen {
    Call call = Call::Open;
    std::string path;        // of the file, also where the call has only a descriptor
    std::string new_path;    // Rename
    std::size_t offset = 0;  // Write; Resize: the new size
    Bytes bytes;             // Write
    bool creates = false;    // Open: the file is not there yet
    bool empties = false;    // Open: its bytes go
    bool synced = false;     // Write: O_DSYNC, durable when it returns
};

// What becomes of a call.
struct Verdict {
    int error = 0;      // 0: the kernel decides; else the call fails with this errno value
    bool done = false;  // failing, it is made all the same, as when only the disk refused
};

class Watcher {
public:
    virtual ~Watcher() = default;
    virtual Verdict before(const CallSeen& seen) = 0;
    // `failed`: an errno value, of the verdict or of the kernel; 0: it was done.
    virtual void after(const CallSeen& seen, int failed) = 0;
    // posix_fadvise(DONTNEED): what memory holds of the file and the disk does not, is forgotten.
    virtual void forgets(const std::string& path) = 0;
};

// Watches the files under `folder` from now until destroyed; one at a time, one thread.
class Watching {
public:
    Watching(Watcher& watcher, std::string folder);
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;
    ~Watching();
};

// While it lives, nothing is seen: for the tests' own acts upon the files.
class LookAway {
public:
    LookAway();
    LookAway(const LookAway&) = delete;
    LookAway& operator=(const LookAway&) = delete;
    ~LookAway();
};

bool somebody_looks_away();

}  // namespace kopilka::disk
