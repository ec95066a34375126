"""Which records of a journal count, and the state they make: docs/formats/journal.md and docs/formats/state.md, written
again from the documents."""
import dataclasses

import protos


@dataclasses.dataclass
class Counted:
    offset: int
    effect: object
    appended: float  # seconds since 1970; 0 = not known


class Fold:
    """One partition of one journal, folded by the reader's rule."""

    def __init__(self, stage, partition, records):
        self.stage, self.partition = stage, partition
        self.counted, self.fences, self.void, self.wrong = [], [], 0, []
        self.reader_after = {}  # offset -> (epoch, expected)
        self.end = 0
        epoch, expected = -1, 0
        for offset, appended, record in records:
            kind = record.WhichOneof("kind")
            if kind == "fence":
                epoch, expected = offset, 1
                self.fences.append(offset)
            elif kind == "effect" and record.effect.epoch == epoch and expected:
                if record.effect.seq == expected:
                    self.counted.append(Counted(offset, record.effect, appended))
                    expected += 1
                else:
                    self.void += 1
                    expected = 0 if record.effect.seq > expected else expected
            else:
                self.void += 1
                if kind == "effect" and record.effect.epoch not in self.fences:
                    self.wrong.append((offset, f"an effect of epoch {record.effect.epoch}, where no fence stands"))
            self.reader_after[offset] = (epoch, expected)
            self.end = offset + 1

    @property
    def place(self):
        return f"{self.stage}/{self.partition}"

    def events(self):
        """(counted effect, event), in order."""
        for counted in self.counted:
            for event in counted.effect.events:
                yield counted, event

    def own_events(self):
        """The facts of this stage itself, without those that it hands on."""
        mine = self.stage + "-"
        return ((counted, event) for counted, event in self.events() if event.event_id.startswith(mine))


def state_key(workspace, kind, *parts):
    return b"".join(part.encode() + b"\0" for part in (workspace, kind, *parts))


def timer_key(timer):
    return b"t" + timer.due_micros.to_bytes(8, "big") + timer.id.encode()


def apply(state, stage, offset, effect):
    """What an effect does to the store of its partition."""
    for change in effect.state_changes:
        _put(state, b"s" + change.key, change.value if change.HasField("value") else None)
    for timer in effect.timers_cleared:
        state.pop(timer_key(timer), None)
    for timer in effect.timers_set:
        state[timer_key(timer)] = timer.SerializeToString()
    for entry in effect.outbox_added:
        state[b"o" + entry.id.encode()] = entry.SerializeToString()
    for started in effect.outbox_started:
        state[b"a" + started.id.encode()] = b""
    for removed in effect.outbox_removed:
        state.pop(b"o" + removed.encode(), None)
        state.pop(b"a" + removed.encode(), None)
    if stage == "nurture":
        for index, event in enumerate(effect.events, 1):
            if event.lead_id:
                place = offset.to_bytes(8, "big") + index.to_bytes(8, "big")
                state[b"s" + state_key(event.workspace_id, "timeline", event.lead_id) + place] = protos.canonical(event)


def _put(state, key, value):
    if value is None:
        state.pop(key, None)
    else:
        state[key] = value


def state_at(fold, position):
    """The store as it must be when everything before `position` is settled."""
    state = {}
    for counted in fold.counted:
        if counted.offset < position:
            apply(state, fold.stage, counted.offset, counted.effect)
    return state


def inputs_at(fold, position):
    """topic -> next offset, of the inputs that effects before `position` have moved on."""
    inputs = {}
    for counted in fold.counted:
        if counted.offset < position:
            for moved in counted.effect.positions:
                inputs[moved.topic] = moved.next_offset
    return inputs
