// What the till asks of its past and of its members: each question as one function over the journal
// and the cache. Runs on the store worker's thread.
#pragma once
#include "pos/app/store_clerk.h"

namespace kopilka::app {

// What stands at the start; an error where the journal cannot be read: beginning with nothing would
// give numbers a second time.
Result<event::Recovered> recover(StoreRoom& room);
// A wrong PIN is noted for how long its owner must wait.
Event verify(StoreRoom& room, const effect::VerifyPin& wanted);
// The code on a phone is judged, and what was seen of the phone kept on disk, before it is
// answered.
event::MembersFound find_members(StoreRoom& room, const MemberQuery& query);
event::DraftsListed list_drafts(const StoreRoom& room);
event::DraftFetched fetch_draft(const StoreRoom& room, const DraftRef& wanted);
event::OriginalsFound find_originals(const StoreRoom& room, const OriginalQuery& query);
// JournalFailed where the journal cannot be read: a Z report of nothing would be a wrong one.
Event read_totals(const StoreRoom& room, const effect::ReadTotals& wanted);

}  // namespace kopilka::app
