// What the look at a till's disk says when it cannot be finished.
#include "pos/store/health.h"

#include "tests/store/fixture.h"

#include <csignal>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {
namespace {

// A process that keeps a file locked, as fcntl(2) locks it, until it is told to let go.
class Holder {
public:
    explicit Holder(const std::filesystem::path& file) {
        int told[2];
        if (::pipe(told) != 0) return;
        process_ = ::fork();
        if (process_ == 0) {
            struct flock whole {};
            whole.l_type = F_WRLCK;
            const int held = ::open(file.c_str(), O_RDWR);
            const bool locked = ::fcntl(held, F_SETLK, &whole) == 0;
            (void)::write(told[1], locked ? "y" : "n", 1);
            for (;;) ::pause();
        }
        char answer = 'n';
        holds_ = ::read(told[0], &answer, 1) == 1 && answer == 'y';
        ::close(told[0]);
        ::close(told[1]);
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    bool holds() const { return holds_; }

private:
    pid_t process_ = 0;
    bool holds_ = false;
};

// Nobody may be told to salvage a journal because the machine was slow, or somebody else has it.
TEST(Health, IsUnknownAndNotBadWhereLookingIsHeldUp) {
    TillFolder till;
    begin(till);
    till.close();
    const auto folder = DataFolder::lock(till.path());
    ASSERT_TRUE(folder);
    {
        const Holder other(journal_folder(till.path()) / "lock.mdb");
        ASSERT_TRUE(other.holds());
        EXPECT_EQ(examine_journal(*folder, Look::Everywhere), Health::Unknown);
    }
    EXPECT_EQ(examine_journal(*folder, Look::Everywhere), Health::Sound);
    EXPECT_EQ(examine_journal(*folder, Look::AtTheEnds), Health::Sound);
}

}  // namespace
}  // namespace kopilka
