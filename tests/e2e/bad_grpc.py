"""Bad input at the gRPC API: (what, method, fields of the request, status, names of the fields that must be told as
wrong)."""
import base64

INVALID, MISSING = "INVALID_ARGUMENT", "NOT_FOUND"
LEAD = {"request_id": "bad", "source_id": "api", "fields": {"phone": "0912345678"}}
LONG = "x" * 256
# A token of the right form that nobody gave out.
FORGED_TOKEN = base64.b64encode(b"\xff\xff\0../other").decode()


def lead(what, wrong, code=INVALID, **changes):
    return f"lead: {what}", "LeadService/SubmitLead", {**LEAD, **changes}, code, wrong


def fields(what, wrong, **values):
    return lead(what, wrong, fields={"phone": "0912345678", **values})


def activity(what, wrong, **parts):
    return f"activity: {what}", "LeadService/RecordActivity", {"request_id": "bad", "activity": {"workspace_id": "demo",
    **parts}}, INVALID, wrong


def pages(method, **fields):
    """What every list must refuse."""
    for what, wrong, page in (("page size of -1", "page_size", {"page_size": -1}), ("token that is none", "page_token",
    {"page_token": "no token"}),
                              ("page size beyond the bound", "page_size", {"page_size": 1001}),
                              ("token that nobody gave out", "page_token", {"page_token": FORGED_TOKEN}),
                              ("token cut short", "page_token", {"page_token": "abc"})):
        yield f"{method}: {what}", method, {**fields, **page}, INVALID, [wrong]
    yield f"{method}: no workspace", method, {**fields, "workspace_id": ""}, INVALID, ["workspace_id"]


ROWS = [
    ("lead: nothing", "LeadService/SubmitLead", {"workspace_id": ""}, INVALID, ["workspace_id", "request_id", "source_id", "fields"]),
    lead("unknown workspace", [], MISSING, workspace_id="other"),
    lead("workspace with spaces", ["workspace_id"], workspace_id="de mo"),
    lead("workspace in Cyrillic", ["workspace_id"], workspace_id="dеmo"),
    lead("long request id", ["request_id"], request_id=LONG),
    lead("request id with a line", ["request_id"], request_id="a\nb"),
    lead("unknown source", ["source_id"], source_id="none"),
    lead("source of a form", ["source_id"], source_id="site"),
    lead("no fields", ["fields"], fields={}),
    lead("time before 1970", ["submitted_micros"], submitted_micros=-1),
    lead("unknown enumerator", ["wait_for"], wait_for=99),
    lead("NUL in the attribution", ["attribution/a"], attribution={"a": "b\0"}),
    lead("time after 9999", ["submitted_micros"], submitted_micros=1 << 62),
    fields("name of 70 KB", ["fields/full_name"], full_name="x" * 70_000),
    fields("NUL in a name", ["fields/full_name"], full_name="a\0b"),
    fields("long field name", ["fields"], **{LONG: "x"}),
    fields("too many fields", ["fields"], **{f"f{i}": "x" for i in range(300)}),
    fields("too much in all", ["fields"], **{f"f{i}": "x" * 60_000 for i in range(5)}),
    ("get: unknown lead", "LeadService/GetLead", {"lead_id": "ld_none"}, MISSING, []),
    ("get: no lead", "LeadService/GetLead", {}, INVALID, ["lead_id"]),
    ("get: long lead", "LeadService/GetLead", {"lead_id": LONG}, INVALID, ["lead_id"]),
    ("get: a key that climbs", "LeadService/GetLead", {"lead_id": "a\0b"}, INVALID, ["lead_id"]),
    ("lookup: by nothing", "LeadService/LookupLeads", {}, INVALID, ["by"]),
    ("lookup: bad phone", "LeadService/LookupLeads", {"phone": "call me"}, INVALID, ["phone"]),
    ("lookup: bad e-mail", "LeadService/LookupLeads", {"email": "a@@b"}, INVALID, ["email"]),
    *pages("LeadService/GetTimeline", lead_id="ld_none"),
    *pages("LeadService/ListQuarantined"),
    *pages("RoutingService/ListDecisions"),
    *pages("RoutingService/ListSweptLeads", kind="unowned"),
    *pages("ConfigService/List"),
    activity("nothing", ["activity.kind"]),
    activity("touch without a type", ["activity.touch.type"], lead_id="ld_none", touch={}),
    activity("feedback without an outcome", ["activity.feedback.outcome"], lead_id="ld_none", feedback={"member_id": "lan"}),
    activity("an outcome that is none", ["activity.feedback.outcome"], lead_id="ld_none", feedback={"member_id": "lan", "outcome": 99}),
    activity("a value without a currency", ["activity.feedback.currency"], lead_id="ld_none",
             feedback={"member_id": "lan", "outcome": "PROPOSAL", "value_minor": 5}),
    activity("a currency that is a word", ["activity.feedback.currency"], lead_id="ld_none",
             feedback={"member_id": "lan", "outcome": "WON", "value_minor": 5, "currency": "dong"}),
    activity("a value of a call", ["activity.feedback.value_minor"], lead_id="ld_none",
             feedback={"member_id": "lan", "outcome": "CONTACTED", "value_minor": 5, "currency": "VND"}),
    activity("a proposal of nothing", ["activity.feedback.value_minor"], lead_id="ld_none",
             feedback={"member_id": "lan", "outcome": "PROPOSAL"}),
    activity("lost without a reason", ["activity.feedback.reason"], lead_id="ld_none", feedback={"member_id": "lan", "outcome": "LOST"}),
    activity("a value below 0", ["activity.feedback.value_minor"], lead_id="ld_none",
             feedback={"member_id": "lan", "outcome": "WON", "value_minor": -5, "currency": "VND"}),
    activity("a transfer to nobody", ["activity.transfer.by_member_id", "activity.transfer.to_member_id"], lead_id="ld_none", transfer={}),
    activity("time off that ends before it begins", ["activity.time_off.until_micros"], time_off={"member_id": "lan", "from_micros": 2,
    "until_micros": 1}),
    activity("opt-out of nothing", ["activity.opt_out.channel"], lead_id="ld_none", opt_out={"channel": "fax"}),
    activity("what only nurture may say", ["activity.hand_back"], lead_id="ld_none", hand_back={}),
    ("decision: unknown", "RoutingService/GetDecision", {"decision_id": "dc_none"}, MISSING, []),
    ("explain: unknown lead", "RoutingService/Explain", {"lead_id": "ld_none"}, MISSING, []),
    ("claim: unknown lead", "RoutingService/ClaimLead", {"request_id": "c", "lead_id": "ld_none", "member_id": "lan"}, MISSING, []),
    ("claim: nobody", "RoutingService/ClaimLead", {"request_id": "c", "lead_id": "ld_none"}, INVALID, ["member_id"]),
    ("transfer: unknown lead", "RoutingService/TransferLead", {"request_id": "t", "lead_id": "ld_none",
     "transfer": {"by_member_id": "lan", "to_member_id": "minh"}}, MISSING, []),
    ("transfer: to two", "RoutingService/TransferLead", {"request_id": "t2", "lead_id": "ld_none",
     "transfer": {"by_member_id": "lan", "to_member_id": "minh", "to_pool_id": "sales"}}, INVALID, ["transfer.to_member_id"]),
    ("transfer: a long reason", "RoutingService/TransferLead", {"request_id": "t3", "lead_id": "ld_none",
     "transfer": {"by_member_id": "lan", "to_member_id": "minh", "reason": "x" * 201}}, INVALID, ["transfer.reason"]),
    ("transfer: a reason that steers a terminal", "RoutingService/TransferLead", {"request_id": "t4", "lead_id": "ld_none",
     "transfer": {"by_member_id": "lan", "to_member_id": "minh", "reason": "a\x1b[2J"}}, INVALID, ["transfer.reason"]),
    ("sweep: unknown class", "RoutingService/ListSweptLeads", {"kind": "forgotten"}, INVALID, ["kind"]),
    ("silent leads: unknown reason", "LeadService/ListSilentLeads", {"reason": "shy"}, INVALID, ["reason"]),
    ("presence: unknown member", "RosterService/SetPresence", {"request_id": "p", "member_id": "none", "online": True}, MISSING, []),
    ("config: version that is not there", "ConfigService/Get", {"version": 99}, MISSING, []),
    ("config: version below 0", "ConfigService/Get", {"version": -1}, INVALID, ["version"]),
    ("config: a version and a scheduled one", "ConfigService/Get", {"version": 1, "scheduled_id": "s1"}, INVALID, ["scheduled_id"]),
    ("config: scheduled one that is not there", "ConfigService/Get", {"scheduled_id": "s99"}, MISSING, []),
    ("config: nothing to cancel", "ConfigService/CancelScheduled", {"request_id": "c"}, INVALID, ["scheduled_id"]),
    ("config: cancel what is not there", "ConfigService/CancelScheduled", {"request_id": "c", "scheduled_id": "s99"}, MISSING, []),
]

# A request to each method that is in order, but for its workspace, which has no configuration. A new method needs a
# row.
WITHOUT_CONFIGURATION = {
    "ConfigService/CancelScheduled": {"request_id": "c", "scheduled_id": "s1"},
    "ConfigService/Get": {},
    "ConfigService/GetProgress": {},
    "ConfigService/List": {},
    "ConfigService/Rollback": {"request_id": "c", "to_version": 1},
    "LeadService/GetLead": {"lead_id": "ld_none"},
    "LeadService/GetLedger": {},
    "LeadService/GetTimeline": {"lead_id": "ld_none"},
    "LeadService/ListQuarantined": {},
    "LeadService/ListSilentLeads": {},
    "LeadService/LookupLeads": {"email": "an@example.com"},
    "LeadService/RecordActivity": {"request_id": "a", "activity": {"workspace_id": "other", "lead_id": "ld_none", "touch": {"type": "call"}}},
    "LeadService/SubmitLead": LEAD,
    "RosterService/AddTimeOff": {"request_id": "t", "member_id": "lan", "from_micros": 1, "until_micros": 2},
    "RosterService/CancelTimeOff": {"request_id": "t", "member_id": "lan", "from_micros": 1, "until_micros": 2},
    "RosterService/ListMembers": {},
    "RosterService/ListPools": {},
    "RosterService/ListTimeOff": {},
    "RosterService/SetPresence": {"request_id": "p", "member_id": "lan"},
    "RoutingService/ClaimLead": {"request_id": "c", "lead_id": "ld_none", "member_id": "lan"},
    "RoutingService/Explain": {"lead_id": "ld_none"},
    "RoutingService/GetDecision": {"decision_id": "dc_none"},
    "RoutingService/ListDecisions": {},
    "RoutingService/ListSweeps": {},
    "RoutingService/ListSweptLeads": {"kind": "unowned"},
    "RoutingService/Preview": {"source_id": "api", "fields": {"phone": "0912345678"}},
    "RoutingService/TransferLead": {"request_id": "t", "lead_id": "ld_none", "transfer": {"by_member_id": "lan", "to_member_id": "minh"}},
}
# What does not ask for one, and why.
NEEDS_NO_CONFIGURATION = {
    "ConfigService/Apply": "puts the first one in force",
    "ConfigService/Validate": "is about a text",
    "EventService/Subscribe": "waits for what is to come",
    "LeadService/ReplayDeadLetter": "hands a record in, and what it is worth is said by the stage that reads it",
    "LeadService/SubmitLeads": "answers each lead as SubmitLead does",
    "OperationsService/Diagnose": "is about the process",
    "StateService/ReadState": "is between processes",
    "StateService/ScanState": "is between processes",
}
