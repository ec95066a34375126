"""I7: every pick made again from the first one on, by the definition in services/router/domain/fair_pick.h, and its bound over each stretch
in which the same members are eligible."""
import collections
import fractions

import protos

Decision = protos.Decision


def settle(shares, total):
    """shares: {member: [weight, credit]} in the pool's order. Debt beyond -(W-1) is forgiven, then the sum becomes nothing."""
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


def pick(shares):
    total = sum(weight for weight, _ in shares.values())
    settle(shares, total)
    for share in shares.values():
        share[1] += share[0]
    most = max(shares.values(), key=lambda share: share[1])[1]
    chosen = next(name for name, (_, credit) in shares.items() if credit == most)
    shares[chosen][1] -= total
    return chosen


class Pool:
    def __init__(self):
        self.credits, self.picks = collections.Counter(), 0
        self.set, self.counts = None, collections.Counter()  # of the stretch

    def decision(self, decision):
        """What is wrong with it."""
        if decision.pool.picks != self.picks:
            yield f"says {decision.pool.picks} picks, there were {self.picks}"
        for candidate in decision.candidates:
            if candidate.credit != self.credits[candidate.member_id]:
                yield f"gives {candidate.member_id} credit {candidate.credit}, the picks before it leave {self.credits[candidate.member_id]}"
        eligible = {one.member_id: [one.weight, self.credits[one.member_id]] for one in decision.candidates if not one.reason}
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
        members = tuple((name, weight) for name, (weight, _) in eligible.items())
        expected = pick(eligible)
        if decision.chosen.member_id != expected:
            yield f"takes {decision.chosen.member_id}, it was {expected}'s turn"
        self.credits.update({name: credit - self.credits[name] for name, (_, credit) in eligible.items()})
        self.picks += 1
        yield from self._bound(members, decision.chosen.member_id)

    def _bound(self, members, chosen):
        if members != self.set:
            self.set, self.counts = members, collections.Counter()
        self.counts[chosen] += 1
        total, picks, n = sum(weight for _, weight in members), sum(self.counts.values()), len(members)
        for name, weight in members:
            off = self.counts[name] - fractions.Fraction(picks * weight, total)
            if not -n < off < n:
                yield f"leaves {name} at {float(off):+.2f} picks from a fair share, the bound is {n}"


def picks_are_fair(evidence):
    """I7"""
    pools = collections.defaultdict(Pool)
    for fold in evidence.folds("router"):
        for counted, event in fold.own_events():
            decision = event.audit.decision
            if event.HasField("audit") and decision.HasField("pool"):
                for wrong in pools[event.workspace_id, decision.pool.pool_id].decision(decision):
                    yield event.lead_id, f"{decision.decision_id} at {fold.place}@{counted.offset} {wrong}"
