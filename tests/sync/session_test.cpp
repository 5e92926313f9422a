#include "sync/client/session.h"

#include "sync/protocol/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

Session after_failures(int count, Answer answer, std::uint64_t seed = 1) {
    Session session;
    session.random = seed;
    for (int i = 0; i < count; ++i) session = after_upload(session, answer, 0);
    return session;
}

TEST(Session, SendsFirstThenAsksThenWaits) {
    const Session fresh;
    EXPECT_EQ(next(fresh, {0, true, false}), (Next{.upload = true}));
    EXPECT_EQ(next(fresh, {0, false, false}), (Next{.ask_changes = true}));
    EXPECT_EQ(next(fresh, {0, false, true}), (Next{.wait_ms = kLongestRestMs}));
}

TEST(Session, RestsLongerAfterEachFailureBetweenHalfAndWhole) {
    std::uint64_t whole = kShortestRestMs;
    for (int failures = 1; failures <= 12; ++failures) {
        const Session session = after_failures(failures, Answer::None);
        EXPECT_GE(session.uploads.rest_until_ms, whole / 2) << failures;
        EXPECT_LE(session.uploads.rest_until_ms, whole) << failures;
        whole = std::min<std::uint64_t>(whole * 2, kLongestRestMs);
    }
}

TEST(Session, WaitsUntilItMayTryAgain) {
    const Session session = after_failures(1, Answer::Nonsense);
    const std::uint64_t until = session.uploads.rest_until_ms;
    EXPECT_EQ(next(session, {until - 1, true, true}), (Next{.wait_ms = 1}));
    EXPECT_EQ(next(session, {until, true, true}), (Next{.upload = true}));
}

TEST(Session, TillsDoNotReturnTogether) {
    std::set<std::uint64_t> rests;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        rests.insert(after_failures(8, Answer::None, seed).uploads.rest_until_ms);
    }
    EXPECT_GT(rests.size(), 45U);
}

TEST(Session, HalvesTheBatchWithoutAnAnswerAndDoublesItAfterOne) {
    EXPECT_EQ(after_failures(1, Answer::None).batch, 250U);
    EXPECT_EQ(after_failures(20, Answer::None).batch, 1U);
    EXPECT_EQ(after_failures(3, Answer::Refused).batch, 500U);
    Session session = after_failures(3, Answer::None);
    session = after_upload(session, Answer::Good, 0);
    EXPECT_EQ(session.batch, 124U);
    EXPECT_EQ(session.uploads, Channel{});
}

// A server that is not there costs one long wait; a line that is slow is not hung up on for ever.
TEST(Session, WaitsLongerWhereNoAnswerComesAndShorterAgainWhereItDoes) {
    Session session;
    for (int i = 0; i < 2; ++i) session = after_upload(session, Answer::None, 0);
    EXPECT_EQ(session.patience, 4U);
    for (int i = 0; i < 9; ++i) session = after_changes(session, Answer::None, 0);
    EXPECT_EQ(session.patience, kMostPatience);
    session = after_upload(session, Answer::Good, 0);
    EXPECT_EQ(session.patience, kMostPatience) << "it was the patience that helped";
    for (int i = 0; i < 9; ++i) session = after_upload(session, Answer::Good, 0);
    EXPECT_EQ(session.patience, 1U);
    EXPECT_EQ(after_upload(session, Answer::Refused, 0).patience, 1U);
}

TEST(Session, ChangesThatCannotBeReadDoNotHoldBackSales) {
    Session session = after_changes({}, Answer::Nonsense, 0);
    EXPECT_EQ(next(session, {0, true, false}), (Next{.upload = true}));
    EXPECT_FALSE(next(session, {0, false, false}).ask_changes);
}

Upload two_records() { return {Epoch{1}, Sequence{5}, {{1}, {2}}, blake2b(Bytes{2}), {}}; }
Result<ClientReply> says(const UploadReply& reply, unsigned status = 200) {
    return ClientReply{status, "application/x-protobuf", encode(reply)};
}

TEST(Session, JudgesAnswersToUploads) {
    const RecordStatus applied;
    const UploadReply good{UploadRefusal::None, "", Sequence{6}, {applied, applied}, 1};
    const auto judged = judge_upload(two_records(), says(good));
    EXPECT_EQ(judged.answer, Answer::Good);
    EXPECT_EQ(judged.acknowledgement->watermark, Sequence{6});

    UploadReply short_of_one = good;
    short_of_one.statuses.pop_back();
    EXPECT_EQ(judge_upload(two_records(), says(short_of_one)).answer, Answer::Nonsense);
    UploadReply low = good;
    low.watermark = Sequence{5};
    EXPECT_EQ(judge_upload(two_records(), says(low)).answer, Answer::Nonsense);
    EXPECT_EQ(judge_upload(two_records(), says(good, 500)).answer, Answer::Nonsense);
    EXPECT_EQ(judge_upload(two_records(), ClientReply{200, "text/html", {'<'}}).answer,
              Answer::Nonsense);
    EXPECT_EQ(judge_upload(two_records(), fail(Errc::Timeout, "slow")).answer, Answer::None);
    EXPECT_EQ(judge_upload(two_records(), fail(Errc::Corrupt, "?")).answer, Answer::Nonsense);
}

TEST(Session, TakesOverWhatAServerStillHoldsThatHoldsLess) {
    UploadReply gap;
    gap.refusal = UploadRefusal::Gap;
    gap.held = {{Epoch{1}, Sequence{2}, blake2b(Bytes{7})}};
    const auto judged = judge_upload(two_records(), says(gap, 409));
    EXPECT_EQ(judged.answer, Answer::Refused);
    EXPECT_EQ(judged.held, gap.held);
    EXPECT_EQ(judged.acknowledgement, std::nullopt);
}

TEST(Session, HearsOfAForkAndGoesOnInALaterEpochOnly) {
    UploadReply forked{UploadRefusal::None, "", Sequence{6}, {{}, {}}, 1};
    forked.forked = Epoch{4};
    const auto judged = judge_upload(two_records(), says(forked));
    EXPECT_EQ(judged.answer, Answer::Good);
    EXPECT_EQ(judged.acknowledgement->forked, Epoch{4});
    forked.forked = Epoch{1};
    EXPECT_EQ(judge_upload(two_records(), says(forked)).answer, Answer::Nonsense);
}

TEST(Session, JudgesPagesOfChanges) {
    Changes page;
    const auto judge = [&](std::uint64_t from, std::uint64_t then) {
        page.next = then;
        return judge_changes(from, ClientReply{200, "", encode(page)}).answer;
    };
    EXPECT_EQ(judge(5, 5), Answer::Good);
    EXPECT_EQ(judge(5, 4), Answer::Nonsense);
    page.more = true;
    EXPECT_EQ(judge(5, 5), Answer::Nonsense);
    EXPECT_EQ(judge(5, 6), Answer::Good);
    page.whole = true;
    EXPECT_EQ(judge(5, 4), Answer::Good);
    page.refusal = ChangesRefusal::NotAdmitted;
    EXPECT_EQ(judge(5, 5), Answer::Refused);
}

}  // namespace
}  // namespace kopilka::sync
