"""I6: each input has one counting effect, each fact is published once. I9: nothing of a stale writer counts, is told or
is performed. I14: effects follow the order of the log."""
import collections
import hashlib

import protos

TOPIC_OF_STAGE = {"ingest": "lead.events", "scoring": "lead.scores", "router": "routing.decisions", "nurture": "nurture.touches"}


def lead_of(counted):
    return next((event.lead_id for event in counted.effect.events if event.lead_id), "-")


def each_input_once(evidence):
    """I6"""
    for stage in protos.STAGES:
        ids = collections.Counter()
        for fold in evidence.folds(stage):
            yield from _positions(evidence, fold)
            ids.update(event.event_id for _, event in fold.own_events())
        for event_id, times in ids.items():
            if times > 1:
                yield "-", f"fact {event_id} is there {times} times"
    yield from _published_once(evidence)


def _positions(evidence, fold):
    done, next_offset = collections.defaultdict(dict), {}
    for counted in fold.counted:
        moved = {position.topic: position.next_offset for position in counted.effect.positions}
        for topic, position in moved.items():
            if position < next_offset.get(topic, 0):
                yield lead_of(counted), f"{fold.place}@{counted.offset} takes {topic} back from {next_offset[topic]} to {position}"
        next_offset.update(moved)
        if not counted.effect.cause.HasField("input"):
            continue
        cause = counted.effect.cause.input
        if moved.get(cause.topic) != cause.offset + 1:
            yield lead_of(counted), f"{fold.place}@{counted.offset} does not carry the position behind its input {cause.topic}@{cause.offset}"
        if cause.offset in done[cause.topic]:
            yield lead_of(counted), f"{cause.topic}/{fold.partition}@{cause.offset} has two effects: {done[cause.topic][cause.offset]} and {counted.offset}"
        done[cause.topic][cause.offset] = counted.offset
    for topic in protos.INPUTS[fold.stage]:
        for offset, lead in _consequential(evidence, topic, fold.partition):
            if offset not in done[topic]:
                yield lead, f"{topic}/{fold.partition}@{offset} has no counting effect in {fold.stage}"


def _consequential(evidence, topic, partition):
    """(offset, lead) of the inputs that must lead to an effect."""
    if topic in evidence.inputs:
        return [(offset, getattr(made, "lead_id", "") or getattr(made, "receipt_id", "") or "-")
                for offset, made in evidence.inputs[topic].get(partition, [])]
    upstream = evidence.journals[topic.removesuffix(".journal")].get(partition)
    if not upstream:
        return []
    return [(counted.offset, lead_of(counted)) for counted in upstream.counted if counted.effect.events]


def _published_once(evidence):
    if evidence.published is None:
        return
    for topic, published in evidence.published.items():
        times = collections.Counter(event_id for event_id, _ in published)
        for event_id, count in times.items():
            if count > 1:
                yield "-", f"{topic} holds {event_id} {count} times"
        for event_id, lead in _to_publish(evidence, topic):
            if event_id not in times:
                yield lead, f"{topic} lacks {event_id}"
            times.pop(event_id, None)
        for event_id in times:
            yield "-", f"{topic} holds {event_id}, which counts in no journal"


def _to_publish(evidence, topic):
    for stage, own_topic in TOPIC_OF_STAGE.items():
        for fold in evidence.folds(stage):
            for _, event in fold.own_events():
                dead = event.HasField("dead_letter")
                shown = stage != "router" or event.HasField("audit")
                if topic == ("dead.letters" if dead else own_topic if shown else None):
                    yield event.event_id, event.lead_id or "-"


def no_stale_writer(evidence):
    """I9"""
    added, started, ended = {}, set(), set()
    for stage in protos.STAGES:
        for fold in evidence.folds(stage):
            for offset, what in fold.wrong:
                yield "-", f"{fold.place}@{offset}: {what}"
            live = {}
            for counted in fold.counted:
                effect = counted.effect
                for entry in effect.outbox_added:
                    if entry.id in added:
                        yield lead_of(counted), f"call {entry.id} is asked for twice, again at {fold.place}@{counted.offset}"
                    added[entry.id] = live[entry.id] = entry
                for marker in effect.outbox_started:
                    if marker.id not in live or marker.id in started:
                        yield lead_of(counted), f"{fold.place}@{counted.offset} begins call {marker.id}, which is not open"
                    started.add(marker.id)
                if effect.cause.outbox_id and effect.cause.outbox_id in effect.outbox_removed:
                    if effect.cause.outbox_id not in added or effect.cause.outbox_id in ended:
                        yield lead_of(counted), f"{fold.place}@{counted.offset} ends call {effect.cause.outbox_id}, which is not open"
                    ended.add(effect.cause.outbox_id)
                for removed in effect.outbox_removed:
                    live.pop(removed, None)
    yield from _performed(evidence, added, started)
    yield from _told(evidence)


def _performed(evidence, added, started):
    mails = {hashlib.sha256(name.encode()).hexdigest()[:32]: name for name in added}  # a mail's id: that of its call
    made = collections.Counter(call["id"] if "id" in call else mails.get(call["mail"], call["mail"])
                               for call in evidence.calls or [])
    for name, times in made.items():
        if name not in added:
            yield "-", f"call {name} was made and no effect that counts asks for it"
        elif added[name].at_most_once and times > 1:
            yield "-", f"call {name} may be made once and was made {times} times"
        elif added[name].at_most_once and name not in started:
            yield "-", f"call {name} was made and no effect that counts gives leave"


def _told(evidence):
    if not evidence.told:
        return
    counting = {event.audit.decision.decision_id: protos.canonical(event.audit).hex()
                for fold in evidence.folds("router") for _, event in fold.own_events() if event.audit.HasField("decision")}
    for told in evidence.told:
        counts = told["decision_id"] in counting and told.get("bytes", counting[told["decision_id"]]) == counting[told["decision_id"]]
        if not counts:
            yield told["lead_id"], f"decision {told['decision_id']} was told to a client and does not count like this"


def order_of_the_log(evidence):
    """I14"""
    for stage in protos.STAGES:
        for fold in evidence.folds(stage):
            last = {}
            for counted in fold.counted:
                if counted.effect.cause.HasField("input"):
                    cause = counted.effect.cause.input
                    if cause.offset <= last.get(cause.topic, -1):
                        yield lead_of(counted), f"{fold.place}@{counted.offset} comes back to {cause.topic}@{cause.offset} after {last[cause.topic]}"
                    last[cause.topic] = cause.offset
            if stage != "ingest":
                yield from _handed_on(evidence, fold)
    yield from _activities_once(evidence)


def _handed_on(evidence, fold):
    """Every fact of the stage before stands here once, in the same order; a dead letter stands for one that was
    refused."""
    upstream = evidence.journals[protos.STAGES[protos.STAGES.index(fold.stage) - 1]].get(fold.partition)
    if upstream is None:
        return
    letters = {event.dead_letter.event_id for _, event in fold.own_events() if event.HasField("dead_letter")}
    mine = fold.stage + "-"
    here = iter([event for _, event in fold.events() if not event.event_id.startswith(mine)])
    for _, expected in upstream.events():
        if expected.event_id in letters:
            continue
        found = next(here, None)
        if found is None or found.event_id != expected.event_id:
            yield expected.lead_id or "-", f"{fold.place} has {found.event_id if found else 'nothing'} where fact {expected.event_id} is next"
            return
        if found != expected:
            yield expected.lead_id or "-", f"{fold.place} has changed fact {expected.event_id}"
    extra = next(here, None)
    if extra is not None:
        yield extra.lead_id or "-", f"{fold.place} hands on {extra.event_id} once more"


def _activities_once(evidence):
    times = collections.Counter((event.workspace_id, event.activity.activity_id) for fold in evidence.folds("ingest")
                                for _, event in fold.own_events() if event.HasField("activity"))
    for (_, activity), count in times.items():
        if count > 1:
            yield "-", f"activity {activity} took effect {count} times"
