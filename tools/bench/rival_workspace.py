"""The workspace that the race against the rival runs on: as much to decide as the rival decides. Twelve fit rules,
twelve ordered routing rules, three pools of ten members with weights, caps and an SLA, one journey."""

POOLS = ("enterprise", "growth", "inside")
RULES = 12


def fit(number):
    return f'    - {{name: fit{number}, when: \'lead.product == "p{number}"\', points: {number}}}\n'


def rule(number):
    return f'  - {{id: rule{number}, when: \'lead.product == "p{number}"\', to: {{pool: {POOLS[number % 3]}}}}}\n'


def member(pool, number):
    caps = "hourly_max: 4000000, daily_max: 20000000, open_max: 10000000"
    return f"  - {{id: {pool}{number}, name: {pool} {number}, starts_online: true, {caps}}}\n"


def pool(name):
    members = ", ".join(f"{{member: {name}{number}, weight: {1 + number * 7 % 5}}}" for number in range(10))
    return (f"  - id: {name}\n    members: [{members}]\n    sla: {{respond_within: 4h, attempts_max: 3}}\n"
            f"    hold_max: 1d\n    escalate_to: {name}0\n")


def text(workspace):
    return (f"workspace: {workspace}\nregion: VN\nzone: Asia/Ho_Chi_Minh\nsources: [{{id: api, kind: json}}]\n"
            "scoring:\n  warm_at: 10\n  hot_at: 40\n  mql_at: 10\n  sql_at: 40\n  fit:\n" + "".join(map(fit, range(RULES))) +
            "  touches: [{type: inquiry, points: 10}]\nmembers:\n" +
            "".join(member(name, number) for name in POOLS for number in range(10)) +
            "pools:\n" + "".join(map(pool, POOLS)) + "rules:\n" + "".join(map(rule, range(RULES))) +
            "fallback: {pool: inside}\n")
