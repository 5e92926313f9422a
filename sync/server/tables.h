// The tables that whole batches are written to, as schema/*.sql have them.
#pragma once
#include "sync/server/database.h"

namespace kopilka::sync {
namespace columns {

using enum ColumnType;
inline constexpr Column kRecord[] = {
    {"till_id", Text},         {"epoch", Bigint},       {"sequence", Bigint},
    {"hash", Bytea},           {"status", Smallint},    {"cause", Smallint},
    {"feed_position", Bigint}, {"accepted_at", Bigint}, {"body", Bytea}};
inline constexpr Column kHead[] = {
    {"till_id", Text}, {"epoch", Bigint}, {"sequence", Bigint}, {"hash", Bytea}};
inline constexpr Column kReceipt[] = {
    {"till_id", Text},  {"epoch", Bigint},  {"sequence", Bigint},      {"is_return", Smallint},
    {"number", Bigint}, {"shift", Bigint},  {"business_date", Bigint}, {"member_id", Bytea},
    {"total", Bigint},  {"points", Bigint}, {"status", Smallint},      {"repriced", Smallint}};
inline constexpr Column kBranchRecord[] = {
    {"till_id", Text},       {"epoch", Bigint},    {"branch", Bytea},   {"sequence", Bigint},
    {"hash", Bytea},         {"status", Smallint}, {"cause", Smallint}, {"feed_position", Bigint},
    {"accepted_at", Bigint}, {"body", Bytea}};
inline constexpr Column kBranchHead[] = {{"till_id", Text}, {"epoch", Bigint},
                                         {"branch", Bytea}, {"sequence", Bigint},
                                         {"hash", Bytea},   {"forked_epoch", Bigint}};
inline constexpr Column kBranchReceipt[] = {
    {"till_id", Text},       {"epoch", Bigint},  {"branch", Bytea},  {"sequence", Bigint},
    {"is_return", Smallint}, {"number", Bigint}, {"shift", Bigint},  {"business_date", Bigint},
    {"member_id", Bytea},    {"total", Bigint},  {"points", Bigint}, {"status", Smallint},
    {"repriced", Smallint}};
inline constexpr Column kMember[] = {
    {"member_id", Bytea}, {"feed_position", Bigint}, {"body", Bytea}};
inline constexpr Column kPersonKey[] = {{"member_id", Bytea}, {"sealed", Bytea}};
inline constexpr Column kMemberPhone[] = {{"member_id", Bytea}, {"phone_hash", Bytea}};
inline constexpr Column kMemberAlias[] = {{"member_id", Bytea},
                                          {"survivor_id", Bytea},
                                          {"merged_at", Bigint},
                                          {"decided_by", Text},
                                          {"why", Text}};
inline constexpr Column kLedger[] = {
    {"member_id", Bytea}, {"tx_id", Bytea},   {"programme_id", Text}, {"kind", Smallint},
    {"rule", Text},       {"amount", Bigint}, {"active_at", Bigint},  {"expires_at", Bigint},
    {"till_id", Text},    {"epoch", Bigint},  {"sequence", Bigint},   {"operation", Bigint},
    {"branch", Bytea},    {"lease_id", Text}};
inline constexpr Column kBalance[] = {
    {"member_id", Bytea}, {"programme_id", Text}, {"points", Bigint}, {"entries", Bigint}};

inline constexpr Column kLease[] = {
    {"member_id", Bytea}, {"lease_id", Text},        {"holder_id", Text}, {"programme_id", Text},
    {"state", Smallint},  {"asked_back", Smallint},  {"ends_at", Bigint}, {"lent", Bigint},
    {"held", Bigint},     {"feed_position", Bigint}, {"body", Bytea},     {"rest", Bytea}};
inline constexpr Column kLeaseEntry[] = {{"member_id", Bytea}, {"tx_id", Bytea},
                                         {"lease_id", Text},   {"kind", Smallint},
                                         {"amount", Bigint},   {"entered_at", Bigint}};
inline constexpr Column kLeaseWant[] = {{"member_id", Bytea},
                                        {"lease_id", Text},
                                        {"holder_id", Text},
                                        {"until_at", Bigint},
                                        {"body", Bytea}};
inline constexpr Column kLeaseStanding[] = {
    {"store_id", Text},   {"holder_id", Text},     {"programme_id", Text}, {"asked", Text},
    {"lasts_ms", Bigint}, {"next_number", Bigint}, {"sweep", Bytea}};

}  // namespace columns

inline constexpr Table kRecordTable{"record", 3, columns::kRecord};
inline constexpr Table kHeadTable{"journal_head", 2, columns::kHead};
inline constexpr Table kReceiptTable{"receipt", 3, columns::kReceipt};
inline constexpr Table kBranchRecordTable{"branch_record", 4, columns::kBranchRecord};
inline constexpr Table kBranchHeadTable{"branch_head", 3, columns::kBranchHead};
inline constexpr Table kBranchReceiptTable{"branch_receipt", 4, columns::kBranchReceipt};
inline constexpr Table kMemberTable{"member", 1, columns::kMember};
inline constexpr Table kPersonKeyTable{"person_key", 1, columns::kPersonKey};
inline constexpr Table kMemberPhoneTable{"member_phone", 1, columns::kMemberPhone};
inline constexpr Table kMemberAliasTable{"member_alias", 1, columns::kMemberAlias};
inline constexpr Table kLedgerTable{"ledger", 2, columns::kLedger};
inline constexpr Table kBalanceTable{"balance", 2, columns::kBalance};
inline constexpr Table kLeaseTable{"lease", 2, columns::kLease};
inline constexpr Table kLeasesOfMember{"lease", 1, columns::kLease};  // to find by
inline constexpr Table kLeaseEntryTable{"lease_entry", 2, columns::kLeaseEntry};
inline constexpr Table kLeaseWantTable{"lease_want", 2, columns::kLeaseWant};
inline constexpr Table kStandingsOfStore{"lease_standing", 1, columns::kLeaseStanding};
inline constexpr Table kWantsOfMember{"lease_want", 1, columns::kLeaseWant};  // to find by

}  // namespace kopilka::sync
