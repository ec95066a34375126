#!/usr/bin/env bash
# phonenumbers 9.0.43: one Argentine mobile has two E.164 spellings that are both VALID (with the 9 of callers from
# abroad, and without, where it looks like a fixed line), so E.164 is no key for a person there; is_number_match calls
# them a SHORT_NSN_MATCH. Of Brazil's numbers before and after the ninth digit it says NO_MATCH, and of Mexico's with the
# old 1 the library calls the longer one invalid and yet a match.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install phonenumbers==9.0.43
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import phonenumbers as lib
names = {value: name for name, value in vars(lib.MatchType).items() if not name.startswith("_") and isinstance(value, int)}
for country, one, other in (("AR", "+5491123456789", "+541123456789"), ("BR", "+5511961234567", "+551161234567"),
                            ("MX", "+5215512345678", "+525512345678")):
    valid = [lib.is_valid_number(lib.parse(text)) for text in (one, other)]
    print(country, one, other, *valid, names[lib.is_number_match(one, other)])
PYTHON
)
echo "$seen"
[[ $seen == "AR +5491123456789 +541123456789 True True SHORT_NSN_MATCH
BR +5511961234567 +551161234567 True False NO_MATCH
MX +5215512345678 +525512345678 False True SHORT_NSN_MATCH" ]]
