"""What each platform's door refuses: a signature that is absent, cut, of another body, of another secret, too old; keys
and paths."""
import json
import time

from bad_http import row
from signing import KEY, SIGNED, path, sign
from wire import request

STATUS = {"meta": 403}  # the others answer 401
TIMED = ("webflow", "hubspot", "webhook")
BODY = json.dumps({"entry": [], "app_id": "1", "event_name": "user_send_text", "timestamp": "1760000000123",
"phone": "0912345678"}).encode()


def cut(headers):
    return {name: value[:-1] if "signature" in name.lower() else value for name, value in headers.items()}


def forged(kind):
    """(what is wrong, headers) for one platform."""
    good = sign(kind, BODY)
    yield "no signature", {}
    yield "empty signature", {name: "" if "signature" in name.lower() else value for name, value in good.items()}
    yield "cut signature", cut(good)
    yield "signature of another body", sign(kind, BODY + b" ")
    yield "another secret", sign(kind, BODY, secret="whsec_" + "A" * 44 if kind == "webhook" else "another")
    yield "another algorithm's tag", {name: f"sha1={value}" if "signature" in name.lower() else value for name, value in good.items()}
    if kind in TIMED:
        yield "six minutes old", sign(kind, BODY, now=time.time() - 360)
        yield "six minutes ahead", sign(kind, BODY, now=time.time() + 360)
        yield "time that is none", {name: "soon" if "timestamp" in name.lower() else value for name, value in good.items()}
        yield "no time", {name: value for name, value in good.items() if "timestamp" not in name.lower()}


def google(**changes):
    return json.dumps({"lead_id": "G", "google_key": KEY, **changes})


PARTNER = sign("webhook", BODY)
ROWS = [
    *[row(f"{kind}: {name}", request(path(kind), BODY, headers), STATUS.get(kind, 401), "not authentic") for kind in SIGNED for name,
     headers in forged(kind)],
    *[row(f"google: {name}", request(path("google"), body), 400, "message") for name, body in {
        "wrong key": google(google_key="wrong"), "no key": google(google_key=None), "key as a list": google(google_key=[KEY]),
        "longer key": google(google_key=KEY + "x"),
        "no JSON": "lead", "no body": ""}.items()],
    row("google: without the secret path", request("/hooks/google/demo/google", google()), 400, "message"),
    row("google: another secret path", request("/hooks/google/demo/google/guess", google()), 400, "message"),
    row("ladipage: without the secret path", request("/hooks/ladipage/demo/landing", "{}"), 401, "not authentic"),
    row("elementor: another secret path", request("/hooks/elementor/demo/wordpress/guess", "{}"), 401, "not authentic"),
    row("webhook: id with a dot", request(path("webhook"), BODY, {**PARTNER, "webhook-id": "msg.1"}), 401, "not authentic"),
    row("webhook: another id", request(path("webhook"), BODY, {**PARTNER, "webhook-id": "msg_2"}), 401, "not authentic"),
    row("webhook: the signature of version 2", request(path("webhook"), BODY, {**PARTNER,
    "webhook-signature": PARTNER["webhook-signature"].replace("v1", "v2")}), 401, "not authentic"),
    row("webhook: no id", request(path("webhook"), BODY, {**PARTNER, "webhook-id": ""}), 401, "not authentic"),
    row("meta's signature at another source", request("/hooks/tally/demo/tally", BODY, sign("meta", BODY)), 401, "not authentic"),
    row("another kind's path", request("/hooks/google/demo/facebook", BODY), 404, "Not Found"),
    row("unknown workspace", request("/hooks/meta/other/facebook", BODY, sign("meta", BODY)), 404, "Not Found"),
    row("unknown source", request("/hooks/meta/demo/none", BODY, sign("meta", BODY)), 404, "Not Found"),
    row("unknown kind", request("/hooks/fax/demo/facebook", BODY), 404, "Not Found"),
    row("no content type", request(path("meta"), BODY, sign("meta", BODY), without=["Content-Type"]), 415, "Unsupported"),
    row("a form from Meta", request(path("meta"), BODY, {**sign("meta", BODY), "Content-Type": "application/x-www-form-urlencoded"}),
    415, "Unsupported"),
    row("meta: wrong verify token", request(path("meta") + "?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1", method="GET"),
    403, "Forbidden"),
    row("meta: no verify token", request(path("meta") + "?hub.mode=subscribe&hub.challenge=1", method="GET"), 403, "Forbidden"),
    row("meta: no challenge at all", request(path("meta"), method="GET"), 400, "Bad Request"),
    row("linkedin: challenge with quotes", request(path("linkedin") + "?challengeCode=%22", method="GET"), 400, "Bad Request"),
    row("challenge to who has none", request(path("tally") + "?challengeCode=1", method="GET"), 405, "Not Allowed"),
]
