#!/usr/bin/env python3
"""Makes leakproof.json, the Grafana dashboard, from the table below. `dashboard.py` writes it, `dashboard.py --check`
says whether it is as the table says (exit 1 when not). Import the file, or let Grafana find it: provisioning.yaml."""
import json
import sys
from pathlib import Path

FILE = Path(__file__).with_name("leakproof.json")
STAGES = ("ingest", "scoring", "router", "nurture")


def each_stage(query):
    """One line a stage; `%` stands for its name."""
    return [(query.replace("%", stage), stage) for stage in STAGES]


def quantile(q, metric, by=""):
    return f"histogram_quantile({q}, sum by (le{by}) (rate({metric}_bucket[$__rate_interval])))"


# Row → panels: title, unit, [(query, legend)], what it tells.
ROWS = {
    "Is it well": [
        ("The ledger does not add up", "short",
         [("sum(leakproof_ingest_accepted_receipts) - sum(leakproof_ingest_receipts)", "receipts"),
          ("sum(leakproof_router_accepted_leads) - sum(leakproof_router_leads)", "leads")],
         "Zero, always. Anything else: docs/runbooks/ledger-unbalanced.md"),
        ("Behind", "s", each_stage("max(leakproof_%_lag_seconds)") + [("max(leakproof_projector_lag_seconds)", "published")],
         "Age of the oldest input not yet taken. docs/runbooks/stage-behind.md, published-behind.md"),
        ("Partitions at work", "short", each_stage("sum(leakproof_%_partitions_working)"),
         "As many as the topics have, for each stage. docs/runbooks/stage-behind.md"),
        ("Dead letters", "short", each_stage("sum(increase(leakproof_%_dead_letters_total[$__range]))"),
         "Inputs a stage refused. docs/runbooks/dead-letter.md"),
    ],
    "Leads": [
        ("Click → owner", "s", [(quantile(q, "leakproof_click_to_owner_seconds"), f"p{int(100 * q)}") for q in (.5, .99)],
         "From the first click to a named owner"),
        ("Submissions", "reqps", [("sum by (state) (rate(leakproof_ingest_submissions_total[$__rate_interval]))", "{{state}}")],
         "What became of what came in"),
        ("Decisions", "reqps", [("sum by (outcome) (rate(leakproof_router_decisions_total[$__rate_interval]))", "{{outcome}}")],
         "Each is an audit event"),
        ("Leads by state", "short", [("sum by (state) (leakproof_router_leads)", "{{state}}")],
         "Every accepted lead is in one of these"),
        ("Receipts by state", "short", [("sum by (state) (leakproof_ingest_receipts)", "{{state}}")],
         "Quarantined ones wait for a person: docs/runbooks/quarantine.md"),
        ("Nobody moves them", "short", [("sum by (kind) (leakproof_router_waiting_leads)", "{{kind}}")],
         "By what they are; too_old and no_follow_up count all open and all owned leads. docs/runbooks/leads-waiting.md"),
        ("The oldest of them", "s", [("max by (kind) (leakproof_router_waiting_oldest_seconds)", "{{kind}}")],
         "docs/runbooks/leads-waiting.md"),
        ("Furthest from a fair share", "percentunit", [("max(leakproof_router_fair_share_deviation_ratio)", "of the bound")],
         "How far a member is from the sum of their shares, of the most that the rule allows. Above 1: docs/runbooks/unfair.md"),
        ("Swept", "reqps", [("sum by (kind, action) (rate(leakproof_router_swept_total[$__rate_interval]))", "{{kind}} {{action}}")],
         "What sweeps did"),
        ("Answers missed", "reqps", [("sum(rate(leakproof_router_sla_breaches_total[$__rate_interval]))", "breaches")],
         "Owners who did not act in time. docs/runbooks/responses-missed.md"),
    ],
    "Members are told": [
        ("Notifications", "reqps", [("sum by (channel, state) (rate(leakproof_router_deliveries_total[$__rate_interval]))", "{{channel}} {{state}}")],
         "What became of them. docs/runbooks/notifications.md"),
        ("The oldest without an outcome", "s", each_stage("max(leakproof_%_calls_oldest_seconds)"),
         "router: members who are not told; nurture: e-mails to leads, and what goes back to sales"),
    ],
    "Doors": [
        ("Requests", "reqps", [("sum by (door, code) (rate(leakproof_edge_requests_total[$__rate_interval]))", "{{door}} {{code}}")],
         "By door and status"),
        ("Errors", "percentunit",
         [('sum by (door) (rate(leakproof_edge_requests_total{code=~"5.."}[$__rate_interval])) '
           "/ sum by (door) (rate(leakproof_edge_requests_total[$__rate_interval]))", "{{door}}")],
         "Answers of 5xx: platforms send again, people may not"),
        ("Answer time", "s", [(quantile(.99, "leakproof_edge_answer_seconds", ", door"), "{{door}} p99")],
         "Until the lead is durable"),
    ],
    "Stages": [
        ("Effects", "ops", each_stage("sum(rate(leakproof_%_effects_total[$__rate_interval]))"),
         "One for each input that had a consequence"),
        ("Time a hop takes", "s", each_stage(quantile(.99, "leakproof_%_hop_seconds")),
         "From the append of an input to its effect being settled, p99"),
        ("Last settled", "s", each_stage("time() - max(leakproof_%_last_settled_timestamp_seconds)"),
         "Grows while nothing comes in, too: read it beside the requests"),
    ],
}


def panel(number, place, title, unit, queries, about):
    targets = [{"refId": chr(ord("A") + i), "datasource": {"type": "prometheus", "uid": "${datasource}"}, "expr": expr, "legendFormat": legend}
               for i, (expr, legend) in enumerate(queries)]
    return {"id": number, "type": "timeseries", "title": title, "description": about, "gridPos": place, "targets": targets,
            "datasource": {"type": "prometheus", "uid": "${datasource}"}, "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []}}


def panels():
    made, y = [], 0
    for row, contents in ROWS.items():
        made.append({"id": len(made) + 1, "type": "row", "title": row, "collapsed": False, "gridPos": {"x": 0, "y": y, "w": 24, "h": 1}, "panels": []})
        for at, spec in enumerate(contents):
            place = {"x": 8 * (at % 3), "y": y + 1 + 8 * (at // 3), "w": 8, "h": 8}
            made.append(panel(len(made) + 1, place, *spec))
        y += 1 + 8 * -(-len(contents) // 3)
    return made


def dashboard():
    source = {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus"}
    return {"uid": "leakproof", "title": "Leakproof", "tags": ["leakproof"], "schemaVersion": 39, "version": 1, "editable": True, "refresh": "10s",
            "time": {"from": "now-1h", "to": "now"}, "templating": {"list": [source]}, "panels": panels()}


def main():
    text = json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        FILE.write_text(text)
    elif FILE.read_text() != text:
        raise SystemExit("deploy/grafana/leakproof.json is not what the table in dashboard.py says: run deploy/grafana/dashboard.py")


if __name__ == "__main__":
    main()
