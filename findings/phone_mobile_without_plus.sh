#!/usr/bin/env bash
# phonenumbers 9.0.43 (libphonenumber's metadata): a German mobile number in international digits without its plus, as
# messengers, spreadsheets and ad platforms hand them out, is read with region DE as a national number. The result is
# VALID, a fixed line in another town, and nothing tells it from a number that somebody meant. The same digits of
# Vietnam, Indonesia or France are read as what they are, so a test with those does not show it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install phonenumbers==9.0.43
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import phonenumbers as lib
for digits, region in (("491713920012", "DE"), ("38344123456", "XK"), ("84912345678", "VN"), ("33612345678", "FR")):
    number = lib.parse(digits, region)
    kind = lib.PhoneNumberType.to_string(lib.number_type(number))
    print(region, digits, lib.format_number(number, lib.PhoneNumberFormat.E164), lib.is_valid_number(number), kind)
PYTHON
)
echo "$seen"
[[ $seen == "DE 491713920012 +49491713920012 True FIXED_LINE
XK 38344123456 +38338344123456 True FIXED_LINE
VN 84912345678 +84912345678 True MOBILE
FR 33612345678 +33612345678 True MOBILE" ]]
