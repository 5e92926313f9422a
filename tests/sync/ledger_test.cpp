#include "sync/server/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

const RecordId kRecord{TillId{"nevsky-1"}, Epoch{1}, Sequence{7}};
const Instant kAt{1'780'000'000'000};

LedgerRow row(LedgerKind kind, std::int64_t amount) {
    LedgerEntry entry{0,
                      kind,
                      ProgrammeId{"bonus"},
                      OfferId{"rate"},
                      Points::of(amount),
                      kAt,
                      Instant{kAt.ms + 1'000}};
    return {MemberId{}, tx_id(kRecord, 0, kAt), kRecord, entry};
}

TEST(Ledger, BooksWhatCanBeRight) {
    struct Case {
        const char* what;
        LedgerKind kind;
        std::int64_t amount;
        Booking booking;
    };
    const Case cases[] = {
        {"earned", LedgerKind::Accrual, 700, Booking::Applied},
        {"nothing earned", LedgerKind::Accrual, 0, Booking::Applied},
        {"earned less than nothing", LedgerKind::Accrual, -1, Booking::Refused},
        {"spent", LedgerKind::Redemption, -300, Booking::Applied},
        {"spent less than nothing", LedgerKind::Redemption, 300, Booking::Refused},
        {"restored", LedgerKind::Restored, 300, Booking::Applied},
        {"restored less than nothing", LedgerKind::Restored, -300, Booking::Refused},
        {"taken back", LedgerKind::Reversal, -700, Booking::Applied},
        {"given back", LedgerKind::Reversal, 300, Booking::Applied},
        {"expired", LedgerKind::Expiry, -5, Booking::Applied},
        {"expired upwards", LedgerKind::Expiry, 5, Booking::Refused},
        {"by hand", LedgerKind::Adjustment, -5, Booking::Applied},
        {"more than there can be", LedgerKind::Accrual, 1'000'000'000'001, Booking::Refused},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(book(std::nullopt, row(one.kind, one.amount)), one.booking) << one.what;
    }
}

TEST(Ledger, RefusesALotThatEndsBeforeItBeginsAndAnUnnamedProgramme) {
    LedgerRow backwards = row(LedgerKind::Accrual, 1);
    backwards.entry.expires = kAt;
    EXPECT_EQ(book(std::nullopt, backwards), Booking::Refused);
    LedgerRow unnamed = row(LedgerKind::Accrual, 1);
    unnamed.entry.programme = {};
    EXPECT_EQ(book(std::nullopt, unnamed), Booking::Refused);
}

TEST(Ledger, ASecondTimeIsADuplicateAndSomethingElseAConflict) {
    const LedgerRow first = row(LedgerKind::Accrual, 700);
    EXPECT_EQ(book(first, first), Booking::Duplicate);
    EXPECT_EQ(book(first, row(LedgerKind::Accrual, 701)), Booking::Conflict);
}

TEST(Ledger, AnOperationHasOneIdWhereverItComesFrom) {
    const TxId id = tx_id(kRecord, 0, kAt);
    EXPECT_EQ(tx_id(kRecord, 0, kAt), id);
    EXPECT_NE(tx_id(kRecord, 1, kAt), id);
    EXPECT_NE(tx_id({kRecord.till, Epoch{2}, kRecord.sequence}, 0, kAt), id);
    EXPECT_NE(tx_id({kRecord.till, kRecord.epoch, Sequence{8}}, 0, kAt), id);
    // In order of time, whatever the till.
    EXPECT_LT(id, tx_id({TillId{"a"}, Epoch{1}, Sequence{1}}, 0, {kAt.ms + 1}));
}

}  // namespace
}  // namespace kopilka::sync
