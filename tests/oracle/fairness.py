"""I7: every pick made again from the first one on, by the definition in services/router/domain/fair_pick.h, and its
bound: nobody is ever further than (n-1)/2 leads from the sum of their shares. Decisions of earlier versions by
services/router/domain/legacy_weighted_pick.h."""
import collections
import fractions

import protos

Decision = protos.Decision
SettledWeights, Shares = protos.decision.PoolSnapshot.CREDITS_UNSPECIFIED, protos.decision.PoolSnapshot.SHARES
LEAD = 2**48  # of a credit that counts shares


def settle(shares, total):
    """shares: {member: [weight, credit]} in the pool's order. Debt beyond -(W-1) is forgiven, then the sum becomes
    nothing."""
    for share in shares.values():
        share[1] = max(share[1], 1 - total)
    surplus = sum(credit for _, credit in shares.values())
    sign, amount = (1 if surplus > 0 else -1), abs(surplus)
    side = sum(max(0, sign * credit) for _, credit in shares.values())
    if not amount:
        return
    left = amount
    parts = {name: max(0, sign * credit) * amount // side for name, (_, credit) in shares.items()}
    for name, part in parts.items():
        shares[name][1] -= sign * part
        left -= part
    for share in shares.values():  # what rounding leaves
        part = min(left, max(0, sign * share[1]))
        share[1] -= sign * part
        left -= part


def pick(shares, counted=Shares):
    """shares: {member: [weight, credit]} in the pool's order; who is picked."""
    total = sum(weight for weight, _ in shares.values())
    unit = LEAD // total
    if counted == SettledWeights:
        settle(shares, total)
        unit = 1
    for share in shares.values():
        share[1] += share[0] * unit
    most = max(shares.values(), key=lambda share: share[1])[1]
    chosen = next(name for name, (_, credit) in shares.items() if credit == most)
    shares[chosen][1] -= total * unit
    return chosen


class Pool:
    def __init__(self):
        self.credits, self.picks = {SettledWeights: collections.Counter(), Shares: collections.Counter()}, 0
        self.off = collections.Counter()  # leads that members are short of the sum of their shares

    def decision(self, decision):
        """What is wrong with it."""
        if decision.pool.picks != self.picks:
            yield f"says {decision.pool.picks} picks, there were {self.picks}"
        credits = self.credits[decision.pool.credits]
        for candidate in decision.candidates:
            if candidate.credit != credits[candidate.member_id]:
                yield f"gives {candidate.member_id} credit {candidate.credit}, the picks before it leave {credits[candidate.member_id]}"
        eligible = {one.member_id: [one.weight, credits[one.member_id]]
                    for one in decision.candidates if not one.reason}
        if decision.outcome != Decision.ASSIGNED:
            if eligible and decision.outcome == Decision.HELD and not decision.reason.startswith("pool_at_cap"):
                yield f"holds although {sorted(eligible)} could take it"
            return
        if decision.chosen.member_id not in eligible:
            yield f"takes {decision.chosen.member_id}, who is not eligible"
            return
        if decision.reason in ("account_owner", "sticky_owner"):  # nobody's turn
            self.picks += 1
            if len(eligible) > 1:
                yield f"goes back to {decision.chosen.member_id} and asks {sorted(eligible)}"
            return
        expected = pick(eligible, decision.pool.credits)
        if decision.chosen.member_id != expected:
            yield f"takes {decision.chosen.member_id}, it was {expected}'s turn"
        credits.update({name: credit - credits[name] for name, (_, credit) in eligible.items()})
        self.picks += 1
        if decision.pool.credits == Shares:
            yield from self._bound(eligible, decision)

    def _bound(self, eligible, decision):
        total = sum(weight for weight, _ in eligible.values())
        for name, (weight, _) in eligible.items():
            self.off[name] += fractions.Fraction(weight, total)
        self.off[decision.chosen.member_id] -= 1
        bound = fractions.Fraction(len({*self.off, *(one.member_id for one in decision.candidates)}) - 1, 2)
        for name in eligible:
            if abs(self.off[name]) > bound + fractions.Fraction(1, 1000):  # what rounding leaves of a great many sets
                yield f"leaves {name} at {float(-self.off[name]):+.2f} leads from the sum of the shares, the bound is {float(bound)}"


def picks_are_fair(evidence):
    """I7"""
    pools = collections.defaultdict(Pool)
    for fold in evidence.folds("router"):
        for counted, event in fold.own_events():
            decision = event.audit.decision
            if event.HasField("audit") and decision.HasField("pool"):
                for wrong in pools[event.workspace_id, decision.pool.pool_id].decision(decision):
                    yield event.lead_id, f"{decision.decision_id} at {fold.place}@{counted.offset} {wrong}"
