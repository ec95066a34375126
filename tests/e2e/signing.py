"""The signature of each platform, from its documented formula and apart from the product's code: headers for a body."""
import base64
import hashlib
import hmac
import json
import time

SECRET = "dummy-secret"
PARTNER_SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
KEY = "EXAMPLE-KEY"
PUBLIC_URL = "https://leads.example.com"
TOKEN_OF_THE_PATH = "token-of-the-path"


def mac(secret, text):
    return hmac.new(secret.encode() if isinstance(secret, str) else secret, text, hashlib.sha256)


def base64_mac(secret, text):
    return base64.b64encode(mac(secret, text).digest()).decode()


def zalo(secret, body, now):
    try:
        event = json.loads(body)
    except ValueError:
        event = {}
    text = str(event.get("app_id", "")).encode() + body + str(event.get("timestamp", "")).encode() + secret.encode()
    return {"X-ZEvent-Signature": "mac=" + hashlib.sha256(text).hexdigest()}


def webflow(secret, body, now):
    milliseconds = str(int(now * 1000))
    return {"x-webflow-timestamp": milliseconds, "x-webflow-signature": mac(secret, milliseconds.encode() + b":" + body).hexdigest()}


def hubspot(secret, body, now):
    milliseconds = str(int(now * 1000))
    text = b"POST" + (PUBLIC_URL + path("hubspot")).encode() + body + milliseconds.encode()
    return {"X-HubSpot-Request-Timestamp": milliseconds, "X-HubSpot-Signature-v3": base64_mac(secret, text)}


def partner(secret, body, now, message):
    seconds = str(int(now))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64_mac(key, message.encode() + b"." + seconds.encode() + b"." + body)
    return {"webhook-id": message, "webhook-timestamp": seconds, "webhook-signature": "v1," + signature}


FORMULAS = {
    "meta": lambda secret, body, now: {"X-Hub-Signature-256": "sha256=" + mac(secret, body).hexdigest()},
    "tiktok": lambda secret, body, now: {"X-Open-Signature": mac(secret, body).hexdigest()},
    "linkedin": lambda secret, body, now: {"X-LI-Signature": mac(secret, b"hmacsha256=" + body).hexdigest()},
    "typeform": lambda secret, body, now: {"Typeform-Signature": "sha256=" + base64_mac(secret, body)},
    "tally": lambda secret, body, now: {"Tally-Signature": base64_mac(secret, body)},
    "zalo": zalo, "webflow": webflow, "hubspot": hubspot,
}
SIGNED = (*FORMULAS, "webhook")
SOURCES = {"meta": "facebook", "webhook": "partner", "ladipage": "landing", "elementor": "wordpress", "form": "site"}
SECRET_PATHS = ("google", "ladipage", "elementor")


def path(kind):
    source = SOURCES.get(kind, kind)
    if kind == "form":
        return f"/f/demo/{source}"
    return f"/hooks/{kind}/demo/{source}" + (f"/{TOKEN_OF_THE_PATH}" if kind in SECRET_PATHS else "")


def sign(kind, body, secret=None, now=None, message="msg_1"):
    """Headers that prove where `body` comes from; none for the kinds that do not sign. Partners number their
    messages."""
    if kind == "webhook":
        return partner(secret or PARTNER_SECRET, body, now or time.time(), message)
    secret = secret or SECRET
    return FORMULAS[kind](secret, body, now or time.time()) if kind in FORMULAS else {}


def put_secrets(world):
    for name, value in {"app_secret": SECRET, "google_key": KEY, "partner_secret": PARTNER_SECRET, "verify_token": "verify",
    "access_token": "access"}.items():
        world.put_secret(name, value)
