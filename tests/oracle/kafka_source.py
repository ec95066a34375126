"""Topics of a cluster, read to their end by a plain client that sees what is committed."""
from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

import protos
from evidence import PUBLISHED, TOPICS


def read_topic(consumer, name):
    """partition -> [(offset, appended seconds, key, value, headers)]"""
    known = consumer.list_topics(name, timeout=30).topics[name].partitions
    out = {partition: [] for partition in known}
    ends = {partition: consumer.get_watermark_offsets(TopicPartition(name, partition), timeout=30)[1]
            for partition in known}
    consumer.assign([TopicPartition(name, partition, OFFSET_BEGINNING) for partition in known])
    reached = {partition for partition in known if ends[partition] == 0}
    while len(reached) < len(known):
        for message in consumer.consume(1000, 1.0):
            if message.error():  # the end of a partition is told as one
                if message.error().name() != "_PARTITION_EOF":
                    raise RuntimeError(f"{name}: {message.error()}")
                reached.add(message.partition())
                continue
            seconds, headers = message.timestamp()[1] / 1000, dict(message.headers() or [])
            out[message.partition()].append((message.offset(), seconds, message.key(), message.value(), headers))
    return out


def read_kafka(evidence, brokers, prefix):
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "oracle", "isolation.level": "read_committed", "enable.auto.commit": False,
                         "enable.partition.eof": True, "auto.offset.reset": "earliest"})
    try:
        for topic in TOPICS:
            for partition, records in read_topic(consumer, prefix + topic).items():
                evidence.add_topic(topic, partition, [(offset, at, value) for offset, at, _, value, _ in records])
        evidence.published = {
            topic: [(headers["ce_id"].decode(), value) for records in read_topic(consumer, prefix + topic).values()
                    for _, _, _, value, headers in records] for topic in PUBLISHED}
        evidence.changelogs = {
            (stage, partition): changelog_state(records) for stage in protos.STAGES
            for partition, records in read_topic(consumer, f"{prefix}{stage}.changelog").items()}
    finally:
        consumer.close()


def changelog_state(records):
    """The store that a changelog stands for; its last group ends with the position."""
    state = {}
    for _, _, key, value, _ in records:
        if value:
            state[key] = protos.journal.StateChange.FromString(value).value
        else:
            state.pop(key, None)
    return state
