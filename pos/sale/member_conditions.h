// The facts about a member that conditions ask for. A stranger has none of them.
#pragma once
#include "pos/sale/conditions.h"

namespace kopilka {

Verdict judge_member(const IsMember& fact, const Given& given);
// `coming`: what this receipt costs so far, for levels that it reaches itself.
Verdict judge_member(const InTier& fact, const Given& given, Money coming);
Verdict judge_member(const InSegment& fact, const Given& given);
Verdict judge_member(const HasTag& fact, const Given& given);
Verdict judge_member(const MembershipAge& fact, const Given& given);
Verdict judge_member(const PurchaseCount& fact, const Given& given);
Verdict judge_member(const SpentInLife& fact, const Given& given);
Verdict judge_member(const DaysSinceLast& fact, const Given& given);
Verdict judge_member(const NearBirthday& fact, const Given& given);
Verdict judge_member(const Referred& fact, const Given& given);
Verdict judge_member(const HasStamps& fact, const Given& given);
Verdict judge_member(const HasPoints& fact, const Given& given);

// The member's points that are alive, with those of this receipt that help at once.
Points points_balance(const Given& given, const ProgrammeId& programme);
// Of these, what may be spent here.
Points spendable_points(const Given& given, const ProgrammeId& programme);

}  // namespace kopilka
