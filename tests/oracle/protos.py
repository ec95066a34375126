"""The project's messages as Python classes, made from proto/ by protoc when they are first wanted. Nothing else is
taken from the product."""
import atexit
import importlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROTO = Path(__file__).resolve().parents[2] / "proto"
NEEDED = ("journal", "lead", "state", "config")


def _compile():
    folder = tempfile.mkdtemp(prefix="leakproof-oracle-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = sorted(str(file) for name in NEEDED for file in (PROTO / "leakproof" / name).rglob("*.proto"))
    subprocess.run(["protoc", "-I", str(PROTO), "--python_out", folder, *files], check=True, stderr=subprocess.DEVNULL)
    sys.path.insert(0, folder)


_compile()
journal = importlib.import_module("leakproof.journal.v1.journal_pb2")
config = importlib.import_module("leakproof.config.v1.workspace_pb2")
state = importlib.import_module("leakproof.state.v1.state_pb2")
submission = importlib.import_module("leakproof.lead.v1.submission_pb2")
activity = importlib.import_module("leakproof.lead.v1.activity_pb2")
decision = importlib.import_module("leakproof.lead.v1.decision_pb2")
event = importlib.import_module("leakproof.lead.v1.event_pb2")

Decision = decision.Decision
AssignmentChanged = event.AssignmentChanged
Settled = event.SubmissionSettled
TYPE_OF_INPUT = {"lead.submissions": submission.Submission, "sales.activities": activity.Activity, "workspace.config": event.ConfigCommand}
STAGES = ("ingest", "scoring", "router", "nurture")
INPUTS = {"ingest": tuple(TYPE_OF_INPUT), "scoring": ("ingest.journal",), "router": ("scoring.journal",), "nurture": ("router.journal",)}


def canonical(message):
    """The bytes that are hashed: maps sorted by key."""
    return message.SerializeToString(deterministic=True)
