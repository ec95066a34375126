"""The same reader in Python: confluent_kafka, and classes made from the published schema at run time.

usage: decision_reader.py BROKERS TOPIC DESCRIPTORS"""
import collections
import hashlib
import sys

from confluent_kafka import Consumer, TopicPartition
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def audit_record(descriptors):
    files = descriptor_pb2.FileDescriptorSet.FromString(open(descriptors, "rb").read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("leakproof.lead.v1.AuditRecord"))


def records(brokers, topic):
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "python", "isolation.level": "read_committed", "enable.partition.eof": True})
    partitions = consumer.list_topics(topic).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
    open_ends = set(partitions)
    while open_ends:
        message = consumer.poll(1)
        if message is None:
            continue
        if message.error():  # the end of a partition, or the reason to stop
            open_ends.discard(message.partition())
            continue
        yield message.key().decode(), message.value()
    consumer.close()


def main(brokers, topic, descriptors):
    kind = audit_record(descriptors)
    outcomes = kind.DESCRIPTOR.fields_by_name["decision"].message_type.enum_types_by_name["Outcome"].values_by_number
    seqs, hashes = collections.Counter(), collections.defaultdict(lambda: bytes(32))
    for workspace, value in records(brokers, topic):
        audit = kind.FromString(value)
        seqs[workspace] += 1
        assert (audit.chain_seq, audit.previous_hash) == (seqs[workspace], hashes[workspace]), f"the chain of {workspace} breaks at {audit.chain_seq}"
        hashes[workspace] = hashlib.sha256(value).digest()
        if audit.HasField("config"):
            print(workspace, audit.chain_seq, "config", audit.config.version, sep="\t")
            continue
        decision = audit.decision
        print(workspace, audit.chain_seq, "decision", decision.decision_id, decision.lead_id,
              outcomes[decision.outcome].name, decision.chosen.member_id, sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
