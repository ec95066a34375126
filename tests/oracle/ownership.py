"""I2: one live owner. I3: one chain of decisions a lead. I16: a breach has one outcome. By walking through the router's
facts in order."""
import collections
import dataclasses

import protos

Decision, Changed = protos.Decision, protos.AssignmentChanged
MOVES = (Decision.ASSIGNED, Decision.HELD, Decision.NURTURED, Decision.CLAIMED, Decision.ESCALATED, Decision.OFFERED,
         Decision.TRANSFERRED)
TIMEOUTS = (Decision.RESPONSE_TIMEOUT, Decision.NEXT_STEP_TIMEOUT)
GIVES = (Decision.ASSIGNED, Decision.CLAIMED, Decision.TRANSFERRED)
SPEAKS_OF_OWNER = (Changed.ASSIGNED, Changed.OFFERED, Changed.ACCEPTED, Changed.WARNED, Changed.BREACHED,
                   Changed.CLOSED)


@dataclasses.dataclass
class Lead:
    token: int = 0
    owner: str = ""
    offered: frozenset = frozenset()  # of an offer to many: who may take it
    last: object = None  # the last decision
    accepted: bool = False
    closed: bool = False
    decisions: int = 0
    breached: set = dataclasses.field(default_factory=set)  # ownership tokens
    accepted_tokens: set = dataclasses.field(default_factory=set)


class Walk:
    """Every lead's life by the router's facts, and what is wrong with it, by invariant."""

    def __init__(self, evidence):
        self.leads = collections.defaultdict(Lead)
        self.wrong = {"I2": [], "I3": [], "I16": []}
        self.owned = collections.defaultdict(set)  # lead -> members, by the index in the state
        for fold in evidence.folds("router"):
            for counted in fold.counted:
                self._effect(fold, counted)
        self.timers = live_timers(evidence, "router")
        for (workspace, name), lead in self.leads.items():
            self._ends(workspace, name, lead)

    def _effect(self, fold, counted):
        where = f"{fold.place}@{counted.offset}"
        breaches, timeouts = collections.Counter(), collections.Counter()
        ignored = {event.activity_ignored.activity_id for event in counted.effect.events if event.HasField("activity_ignored")}
        for event in counted.effect.events:
            key, body = (event.workspace_id, event.lead_id), event.WhichOneof("body")
            if body == "activity" and event.activity.HasField("feedback"):
                self._feedback(key, event.activity, ignored, where)
            elif body == "audit" and event.audit.HasField("decision"):
                timeouts[key] += event.audit.decision.trigger in TIMEOUTS
                self._decision(key, event.audit.decision, where)
            elif body == "assignment_changed":
                breaches[key] += event.assignment_changed.state == Changed.BREACHED
                self._changed(key, event.assignment_changed, where)
        for key in {*breaches, *timeouts}:
            if breaches[key] != timeouts[key] or breaches[key] > 1:
                self._say("I16", key, f"{breaches[key]} breaches and {timeouts[key]} reassignments after a timeout at {where}")
        self._index(counted.effect, where)

    def _say(self, invariant, key, what):
        self.wrong[invariant].append((key[1], what))

    def _feedback(self, key, activity, ignored, where):
        lead, feedback = self.leads[key], activity.feedback
        stale = feedback.ownership_token and feedback.ownership_token != lead.token
        foreign = lead.owner and feedback.member_id and feedback.member_id != lead.owner
        if (stale or foreign) and activity.activity_id not in ignored:
            self._say("I2", key, f"an answer of {feedback.member_id} with token {feedback.ownership_token} was taken at {where}: "
                                 f"{lead.owner or 'nobody'} has it with token {lead.token}")

    def _decision(self, key, decision, where):
        lead = self.leads[key]
        moves = decision.outcome in MOVES
        if decision.ownership_token != lead.token + moves:
            self._say("I2", key, f"{decision.decision_id} at {where} goes from token {lead.token} to {decision.ownership_token}")
        if decision.predecessor_id != (lead.last.decision_id if lead.last else ""):
            self._say("I3", key, f"{decision.decision_id} at {where} names {decision.predecessor_id or 'nothing'} as the decision before it")
        if decision.outcome in (Decision.KEPT, Decision.SUPERSEDED) and decision.chosen.member_id != lead.owner:
            self._say("I2", key, f"{decision.decision_id} keeps {decision.chosen.member_id}, {lead.owner or 'nobody'} has it")
        lead.last, lead.token, lead.decisions = decision, decision.ownership_token, lead.decisions + 1
        # A new inquiry gives the owner a new time to answer.
        if decision.outcome == Decision.KEPT and decision.breach_at_micros:
            lead.accepted = False
            lead.accepted_tokens.discard(decision.ownership_token)
            lead.breached.discard(decision.ownership_token)
        if moves:
            lead.owner = decision.chosen.member_id if decision.outcome in GIVES else ""
            lead.offered = frozenset(decision.offered)
            lead.accepted, lead.closed = decision.outcome == Decision.CLAIMED, False

    def _changed(self, key, change, where):
        lead, name = self.leads[key], Changed.State.Name(change.state)
        his = change.member_id in lead.offered or change.member_id == lead.owner
        if change.state in SPEAKS_OF_OWNER and (change.ownership_token != lead.token or not his):
            self._say("I2", key, f"{name} of {change.member_id or 'nobody'} with token {change.ownership_token} at {where}: "
                                 f"{lead.owner or 'nobody'} has it with token {lead.token}")
        if change.state == Changed.ACCEPTED:
            lead.accepted = True
            lead.accepted_tokens.add(change.ownership_token)
        if change.state == Changed.BREACHED:
            too_late = (change.ownership_token in lead.accepted_tokens) != (change.reason == "next_step")
            if too_late or change.ownership_token in lead.breached:
                self._say("I16", key, f"ownership {change.ownership_token} breached at {where} after it was accepted or had breached")
            lead.breached.add(change.ownership_token)
        elif change.state == Changed.ACCEPTED and change.ownership_token in lead.breached:
            self._say("I16", key, f"ownership {change.ownership_token} was accepted at {where} after its breach")
        if change.state == Changed.CLOSED:
            lead.closed, lead.owner = True, ""

    def _index(self, effect, where):
        """The index of open work names one owner of a lead, and the same one."""
        touched = set()
        for change in effect.state_changes:
            parts = change.key.split(b"\0")
            if parts[1:2] == [b"owned"]:
                key = (parts[0].decode(), parts[3].decode())
                (self.owned[key].add if change.HasField("value") else self.owned[key].discard)(parts[2].decode())
                touched.add(key)
        for key in touched:
            expected = {self.leads[key].owner} - {""}
            if self.owned[key] != expected:
                self._say("I2", key, f"at {where} it is the open work of {sorted(self.owned[key])}, the decisions say {sorted(expected)}")

    def _ends(self, workspace, name, lead):
        """Terminal, or on a timer."""
        if lead.last is None or lead.closed:
            return
        kind = ""
        if lead.owner and not lead.accepted and self._answer_due(lead):
            kind = "breach"
        elif not lead.owner and lead.last.outcome == Decision.HELD:
            kind = "hold"
        if kind and not any(timer.startswith(f"{kind}:{workspace}:{name}:") for timer, _ in self.timers):
            self._say("I3", (workspace, name), f"waits after {lead.last.decision_id} without a {kind} timer")

    @staticmethod
    def _answer_due(lead):
        return lead.last.breach_at_micros != 0 and lead.last.outcome in (Decision.ASSIGNED, Decision.TRANSFERRED)


def live_timers(evidence, stage):
    """(id, due micros) of what is set and neither fired nor cancelled."""
    live = set()
    for fold in evidence.folds(stage):
        for counted in fold.counted:
            live -= {(timer.id, timer.due_micros) for timer in counted.effect.timers_cleared}
            live |= {(timer.id, timer.due_micros) for timer in counted.effect.timers_set}
    return live
