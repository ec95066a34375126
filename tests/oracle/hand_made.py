"""A small run written by hand, in which every invariant holds: three leads through four stages, one of them breached
and reassigned, one accepted. Tests bend one thing of it."""
import hashlib

import protos
from evidence import Evidence
from fold import apply, inputs_at, state_key

Decision, Changed, Settled = protos.Decision, protos.AssignmentChanged, protos.Settled
WORKSPACE = "demo"
MEMBERS = ("lan", "minh")
BREACH_AT = 5_000_000  # microseconds


class Stage:
    """The journal of one stage, partition 0."""

    def __init__(self, name):
        self.name, self.records, self.positions = name, [], {}
        self.fence()

    def fence(self):
        record = protos.journal.Record()
        record.fence.owner_id = "somebody"
        self.epoch, self.seq = len(self.records), 0
        self.records.append(record)

    def effect(self, now=0, topic=None, offset=None, timer=None, outbox=None):
        self.seq += 1
        record = protos.journal.Record()
        effect = record.effect
        effect.epoch, effect.seq, effect.now_micros = self.epoch, self.seq, now
        if topic:
            effect.cause.input.topic, effect.cause.input.offset = topic, offset
            effect.positions.add(topic=topic, next_offset=offset + 1)
        if timer:
            effect.cause.timer_id = timer
        if outbox:
            effect.cause.outbox_id = outbox
        self.records.append(record)
        return effect

    def emit(self, effect, workspace=WORKSPACE, lead="", **body):
        event = effect.events.add(workspace_id=workspace, lead_id=lead)
        event.event_id = f"{self.name}-0-{effect.epoch}-{effect.seq}-{len(effect.events)}"
        for name, value in body.items():
            getattr(event, name).CopyFrom(value)
        return event


class World:
    def __init__(self):
        self.stages = {name: Stage(name) for name in protos.STAGES}
        self.inputs = {topic: [] for topic in protos.TYPE_OF_INPUT}
        self.book, self.chain = protos.state.Ledger(), (0, b"\0" * 32)
        self.credits, self.picks = dict.fromkeys(MEMBERS, 0), 0
        self.counts, self.leads = protos.state.RouterCounts(), {}
        self.ledger, self.told, self.calls, self.scrapes = [], [], [], []
        self._configuration()
        for number in range(3):
            self.submit(f"rc_{number}", f"ld_{number}")
        self.accept("ld_1")
        self.breach("ld_0")

    def _take(self, topic, message):
        self.inputs[topic].append(message)
        return self.stages["ingest"].effect(topic=topic, offset=len(self.inputs[topic]) - 1)

    def _hand_on(self):
        """The last effect of ingest through scoring to the router: the router's new effect."""
        scoring = self._follow("scoring")
        for event in list(scoring.events):
            if event.HasField("lead_changed"):
                self.stages["scoring"].emit(scoring, lead=event.lead_id, lead_scored=protos.event.LeadScored(total=10))
        return self._follow("router")

    def _follow(self, stage):
        before = self.stages[protos.STAGES[protos.STAGES.index(stage) - 1]]
        effect = self.stages[stage].effect(topic=f"{before.name}.journal", offset=len(before.records) - 1)
        effect.events.extend(before.records[-1].effect.events)
        return effect

    def _configuration(self):
        effect = self._take("workspace.config", protos.event.ConfigCommand(workspace_id=WORKSPACE))
        self.stages["ingest"].emit(effect, config_applied=protos.event.ConfigApplied(version=1))
        effect = self._hand_on()
        config = protos.decision.ConfigInForce(version=1, workspace=b"yaml", hash=hashlib.sha256(b"yaml").digest())
        self._audit(effect, "", protos.decision.AuditRecord(config=config))
        self._follow("nurture")

    def submit(self, receipt, lead):
        effect = self._take("lead.submissions", protos.submission.Submission(receipt_id=receipt, workspace_id=WORKSPACE, source_id="api"))
        ingest = self.stages["ingest"]
        changed = protos.event.LeadChanged(change=protos.event.LeadChanged.CREATED)
        changed.lead.lead_id = lead
        ingest.emit(effect, lead=lead, lead_changed=changed)
        settled = Settled(receipt_id=receipt, source_id="api", state=Settled.CREATED_LEAD, lead_ids=[lead])
        ingest.emit(effect, lead=lead, submission_settled=settled)
        self.book.accepted += 1
        self.book.created += 1
        effect.state_changes.add(key=state_key(WORKSPACE, "ledger", "api"), value=self.book.SerializeToString())
        effect = self._hand_on()
        self.counts.leads += 1
        self.counts.decided += 1
        self.counts.owned += 1
        self.decide(effect, lead, Decision.NEW_LEAD)
        effect.outbox_added.add(id=f"demo:lead.assigned:{lead}", channel="webhook")
        self.calls.append({"id": f"demo:lead.assigned:{lead}"})
        self._follow("nurture")
        self.ledger.append({"receipt": receipt, "class": "ok", "expect": "ok"})
        self.scrapes.append({"workspace": WORKSPACE, "accepted": self.book.accepted, "created": self.book.created})

    def decide(self, effect, lead, trigger, outcome=Decision.ASSIGNED):
        before = self.leads.get(lead)
        token = before.ownership_token if before else 0
        decision = Decision(lead_id=lead, trigger=trigger, outcome=outcome, ownership_token=token + 1,
                            now_micros=effect.now_micros, predecessor_id=before.decision_id if before else "",
                            decision_id=f"dc_{self.chain[0]}")
        decision.pool.pool_id, decision.pool.picks, decision.chosen.pool_id = "sales", self.picks, "sales"
        decision.pool.credits = protos.decision.PoolSnapshot.SHARES
        for member in MEMBERS:
            decision.candidates.add(member_id=member, weight=1, credit=self.credits[member])
        decision.chosen.member_id = max(MEMBERS, key=lambda member: (self.credits[member], -MEMBERS.index(member)))
        for member in MEMBERS:
            self.credits[member] += 2**47 - 2**48 * (member == decision.chosen.member_id)
        self.picks += 1
        decision.breach_at_micros = BREACH_AT
        self._audit(effect, lead, protos.decision.AuditRecord(decision=decision))
        if before:
            self._change(effect, lead, before, Changed.RECLAIMED)
            effect.state_changes.add(key=state_key(WORKSPACE, "owned", before.chosen.member_id, lead))
        self._change(effect, lead, decision, Changed.ASSIGNED)
        effect.state_changes.add(key=state_key(WORKSPACE, "owned", decision.chosen.member_id, lead), value=b"")
        effect.state_changes.add(key=state_key(WORKSPACE, "counts"), value=self.counts.SerializeToString())
        effect.timers_set.add(id=f"breach:demo:{lead}:{token + 1}", due_micros=BREACH_AT * (token + 1))
        self.leads[lead] = decision
        self.told.append({"decision_id": decision.decision_id, "lead_id": lead, "bytes": protos.canonical(effect_audit(effect)).hex()})

    def _audit(self, effect, lead, record):
        seq, previous = self.chain
        record.workspace_id, record.chain_seq, record.previous_hash = WORKSPACE, seq + 1, previous
        data = protos.canonical(record)
        self.chain = (seq + 1, hashlib.sha256(data).digest())
        self.stages["router"].emit(effect, lead=lead, audit=record)
        place = f"{seq + 1:016d}"
        chain = protos.state.Chain(seq=seq + 1, hash=self.chain[1])
        effect.state_changes.add(key=state_key(WORKSPACE, "chain"), value=chain.SerializeToString())
        effect.state_changes.add(key=state_key(WORKSPACE, "audit", place), value=data)
        if record.HasField("decision"):
            effect.state_changes.add(key=state_key(WORKSPACE, "decision", record.decision.decision_id), value=place.encode())

    def _change(self, effect, lead, decision, state):
        self.stages["router"].emit(effect, lead=lead, assignment_changed=Changed(
            state=state, member_id=decision.chosen.member_id, ownership_token=decision.ownership_token,
            decision_id=decision.decision_id))

    def accept(self, lead, token=None, name="ac_1"):
        decision = self.leads[lead]
        said = protos.activity.Activity(activity_id=name, workspace_id=WORKSPACE, lead_id=lead)
        said.feedback.outcome, said.feedback.member_id = protos.activity.Feedback.ACCEPTED, decision.chosen.member_id
        said.feedback.ownership_token = decision.ownership_token if token is None else token
        effect = self._take("sales.activities", said)
        self.stages["ingest"].emit(effect, lead=lead, activity=said)
        effect = self._hand_on()
        self._change(effect, lead, decision, Changed.ACCEPTED)
        effect.timers_cleared.add(id=f"breach:demo:{lead}:{decision.ownership_token}", due_micros=BREACH_AT)
        self._follow("nurture")

    def breach(self, lead, now=BREACH_AT):
        decision = self.leads[lead]
        timer = f"breach:demo:{lead}:{decision.ownership_token}"
        effect = self.stages["router"].effect(now=now, timer=timer)
        effect.timers_cleared.add(id=timer, due_micros=BREACH_AT * decision.ownership_token)
        self._change(effect, lead, decision, Changed.BREACHED)
        self.decide(effect, lead, Decision.RESPONSE_TIMEOUT)
        self._follow("nurture")

    def router(self, kind):
        """The last effect of the router that holds an event of this kind."""
        return next(record.effect for record in reversed(self.stages["router"].records)
                    if any(event.WhichOneof("body") == kind for event in record.effect.events))

    def evidence(self):
        made = Evidence()
        for topic, messages in self.inputs.items():
            made.add_topic(topic, 0, [(offset, 0, message) for offset, message in enumerate(messages)])
        for name, stage in self.stages.items():
            made.add_topic(f"{name}.journal", 0, [(offset, 0, record) for offset, record in enumerate(stage.records)])
        made.states.append(("store", {(name, 0): store_of(made.journals[name][0]) for name in protos.STAGES}))
        made.published = {"routing.decisions": [
            (event.event_id, protos.canonical(event.audit))
            for fold in made.folds("router") for _, event in fold.own_events() if event.HasField("audit")]}
        made.ledger, made.told, made.calls, made.scrapes = self.ledger, self.told, self.calls, self.scrapes
        made.quiet_at = BREACH_AT / 1e6
        return made


def effect_audit(effect):
    return [event.audit for event in effect.events if event.HasField("audit")][-1]


def store_of(fold):
    """What the store of a fold holds at its end."""
    store = {}
    for counted in fold.counted:
        apply(store, fold.stage, counted.offset, counted.effect)
    position = protos.journal.StorePosition(stage=fold.stage, partition=fold.partition, next_offset=fold.end)
    position.reader.epoch, position.reader.expected_seq = fold.reader_after[fold.end - 1]
    for topic, offset in inputs_at(fold, fold.end).items():
        position.inputs.add(topic=topic, next_offset=offset)
    store[b"p"] = position.SerializeToString()
    return store
