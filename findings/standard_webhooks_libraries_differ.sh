#!/usr/bin/env bash
# svix 2.9.1 and standardwebhooks 1.1.0 (PyPI) make the same signature, also of a secret without "whsec_" and without its
# padding, which the specification does not mention. As receivers they differ: svix takes webhook-* and svix-* headers and
# verify() returns None; standardwebhooks takes webhook-* only, and verify() returns the parsed body. So a sender that
# writes svix-* headers is refused by the reference library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install svix==2.9.1 standardwebhooks==1.1.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import base64, datetime
import standardwebhooks, svix
key, now, body = base64.b64encode(b"k" * 32).decode(), datetime.datetime.now(datetime.timezone.utc), '{"a":1}'
signatures = {library.Webhook(secret).sign("m", now, body)
              for library in (svix, standardwebhooks) for secret in (key, "whsec_" + key, key.rstrip("="))}
print(len(signatures), "signature")
for library in (svix, standardwebhooks):
    for prefix in ("webhook", "svix"):
        headers = {f"{prefix}-id": "m", f"{prefix}-timestamp": str(int(now.timestamp())), f"{prefix}-signature": min(signatures)}
        try:
            answer = library.Webhook(key).verify(body, headers)
        except Exception as error:
            answer = type(error).__name__
        print(library.__name__, prefix, answer)
PYTHON
)
echo "$seen"
[[ $seen == "1 signature
svix webhook None
svix svix None
standardwebhooks webhook {'a': 1}
standardwebhooks svix WebhookVerificationError" ]]
