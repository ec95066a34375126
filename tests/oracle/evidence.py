"""What the oracle judges: topics, the clients' ledgers, dumps of stores. Read by leadctl, ldb (rocksdb-tools) and a
plain Kafka client."""
import base64
import datetime
import json
import os
import subprocess
from pathlib import Path

from google.protobuf import json_format

import protos
from fold import Fold

BUILD = Path(os.environ.get("LEAKPROOF_BUILD", Path(__file__).resolve().parents[2] / "build" / "release"))
LEADCTL = BUILD / "tools" / "leadctl" / "leadctl"
TOPICS = (*protos.TYPE_OF_INPUT, *(stage + ".journal" for stage in protos.STAGES))
PUBLISHED = ("routing.decisions", "lead.events", "lead.scores", "nurture.touches", "dead.letters")


class Evidence:
    """All there is to judge. What is None was not given, and what rests on it is not checked."""

    def __init__(self):
        self.inputs = {topic: {} for topic in protos.TYPE_OF_INPUT}  # topic -> partition -> [(offset, message)]
        self.begins = {}  # (topic, partition) -> first offset kept
        self.journals = {stage: {} for stage in protos.STAGES}  # stage -> partition -> Fold
        self.published = None  # topic -> [(event id, bytes of the value)]
        self.changelogs = None  # (stage, partition) -> {key: value}
        self.ledger = None  # [{receipt, expect, class}]
        self.states = []  # [(name, {(stage, partition): {key: value}})]
        self.calls = None  # [{id}]: what members and mailboxes were sent
        self.told = None  # [{decision_id, digest}]: what clients were shown while it ran
        self.scrapes = None  # [{workspace, accepted, ...}]: the ledger as they were shown while it ran
        self.quiet_at = None  # seconds since 1970: when nothing was left to do
        self.lateness = None  # seconds a timer may be late

    def add_topic(self, topic, partition, records):
        """records: [(offset, appended seconds, bytes or message)]"""
        if records:
            self.begins[topic, partition] = records[0][0]
        if topic.endswith(".journal"):
            stage = topic.removesuffix(".journal")
            parsed = [(offset, at, _parse(protos.journal.Record, value)) for offset, at, value in records]
            self.journals[stage][partition] = Fold(stage, partition, parsed)
        else:
            self.inputs[topic][partition] = [(o, _parse(protos.TYPE_OF_INPUT[topic], v)) for o, _, v in records]

    def folds(self, stage):
        return [self.journals[stage][partition] for partition in sorted(self.journals[stage])]


def _parse(kind, value):
    if isinstance(value, kind):
        return value
    message = kind()
    try:
        message.ParseFromString(value)
    except Exception:  # what does not parse counts for nobody, and an input like this is a dead letter
        return kind()
    return message


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def lines(path):
    """JSON lines; a last line that was cut off by a crash is left out."""
    out = []
    for line in Path(path).read_text().splitlines():
        try:
            out.append(json.loads(line))
        except ValueError:
            pass
    return out


def read_dump(evidence, topic, text):
    """The lines of `leadctl journal dump --data DIR`, with or without --bytes."""
    kind = protos.journal.Record if topic.endswith(".journal") else protos.TYPE_OF_INPUT[topic]
    partitions = {}
    for line in filter(None, text.splitlines()):
        record = json.loads(line)
        value = base64.b64decode(record["bytes"]) if "bytes" in record else json_format.ParseDict(record["value"], kind())
        at = seconds(record["appended"]) if "appended" in record else 0.0
        partitions.setdefault(record["partition"], []).append((record["offset"], at, value))
    for partition, records in partitions.items():
        evidence.add_topic(topic, partition, records)


def read_data(evidence, folder):
    """The embedded log of a data directory."""
    for topic in TOPICS:
        done = subprocess.run([LEADCTL, "journal", "dump", "--data", folder, "--topic", topic, "--bytes"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"leadctl journal dump {topic}: {done.stderr}")
        read_dump(evidence, topic, done.stdout)


def read_dumps(evidence, folder):
    """A folder of <topic>.jsonl, as leadctl journal dump prints them."""
    for topic in TOPICS:
        file = Path(folder) / f"{topic}.jsonl"
        if file.exists():
            read_dump(evidence, topic, file.read_text())


def read_published_dump(evidence, topic, path):
    """A published topic as `leadctl journal dump --topic TOPIC` of a server prints it."""
    evidence.published = evidence.published or {}
    evidence.published[topic] = [
        (line["event_id"], protos.canonical(json_format.ParseDict(line["value"], protos.decision.AuditRecord())))
        for line in lines(path)]


def read_state(folder):
    """The stores below <data>/state, which no process has open: (stage, partition) -> {key: value}. What a process that
    died was about to delete is none of them."""
    stores = {}
    for store in sorted(Path(folder).glob("*/*")):
        if store.suffix == ".wiped" or not (store / "CURRENT").exists():
            continue
        done = subprocess.run(["ldb", f"--db={store}", "scan", "--hex"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"ldb scan {store}: {done.stderr}")
        content = {}
        for line in done.stdout.splitlines():
            key, _, value = line.partition(" : ")
            if key.startswith("0x"):
                content[bytes.fromhex(key[2:])] = bytes.fromhex(value[2:])
        stores[store.parent.name, int(store.name)] = content
    return stores
