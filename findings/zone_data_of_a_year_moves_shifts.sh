#!/usr/bin/env bash
# tzdata (PyPI) 2025.2 is IANA 2025b, 2026.6 is 2026f: between them British Columbia, Alberta, Manitoba and Morocco gave
# up changing their clocks. A shift "from 09:00" in Vancouver in January 2027 begins an hour earlier in UTC after a
# routine update of the system's package, so what was computed and stored before is not what is computed again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
for version in 2025.2 2026.6; do
  "$folder/venv/bin/pip" -q install --target "$folder/$version" tzdata==$version
done
seen=$(for version in 2025.2 2026.6; do
  PYTHONPATH="$folder/$version" "$folder/venv/bin/python" - <<'PYTHON'
import datetime, zoneinfo, tzdata
zoneinfo.reset_tzpath(to=[])  # the package's data, not the system's
at = datetime.datetime(2027, 1, 15, 9)
hours = [at.replace(tzinfo=zoneinfo.ZoneInfo(name)).utcoffset() // datetime.timedelta(hours=1)
         for name in ("America/Vancouver", "America/Edmonton", "America/Winnipeg", "Africa/Casablanca", "Europe/Berlin")]
print(tzdata.IANA_VERSION, *hours)
PYTHON
done)
echo "$seen"
[[ $seen == "2025b -8 -7 -6 1 1
2026f -7 -6 -5 0 1" ]]
