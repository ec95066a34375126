#!/usr/bin/env python3
"""Works out every holiday that the files beside it hold, and compares: nth weekdays, Easter, the moon over Hanoi, days
observed and in lieu.

holidays_test.py           exit code 1 and the differences when a file is not what the rules give
holidays_test.py --write   writes the files; to reach a further year, change YEARS

The rules themselves are held to days that governments published (PUBLISHED). Standard library only.
Sources: Easter: J.-M. Oudin (1940) in the Explanatory Supplement to the Astronomical Almanac. New moons and the sun's
longitude: J. Meeus, Astronomical Algorithms (1998), ch. 49 and 25, to about two minutes of time. Months of the
Vietnamese calendar: the eleventh holds the winter solstice, days begin at midnight in UTC+7 (Decision 121/CP of 1967);
so Tet 2030 is a day before the Chinese new year.
"""
import datetime as dt
import math
import os
import sys

YEARS = range(2024, 2031)
DAY = dt.timedelta(days=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def easter(year):
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return dt.date(year, month, moon - weekday + 28 - 31 * (month // 4))


def nth(year, month, weekday, n):
    first = dt.date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (n - 1))


def last(year, month, weekday):
    end = dt.date(year, month + 1, 1) - DAY
    return end - DAY * ((end.weekday() - weekday) % 7)


def new_moon(k):
    """The day of UTC+7 on which the k-th new moon since January 2000 falls."""
    t = k / 1236.85
    angles = ((2.5534, 29.1053567), (201.5643, 385.81693528), (160.7108, 390.67050284))
    sun, moon, node = (math.radians(a + b * k) for a, b in angles)
    e = 1 - 0.002516 * t
    correction = (-0.4072 * math.sin(moon) + 0.17241 * e * math.sin(sun)
                  + 0.01608 * math.sin(2 * moon) + 0.01039 * math.sin(2 * node)
                  + 0.00739 * e * math.sin(moon - sun) - 0.00514 * e * math.sin(moon + sun)
                  + 0.00208 * e * e * math.sin(2 * sun) - 0.00111 * math.sin(moon - 2 * node)
                  - 0.00057 * math.sin(moon + 2 * node) + 0.00056 * e * math.sin(2 * moon + sun))
    dynamical = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t + correction
    return dt.date.fromordinal(math.floor(dynamical - 70 / 86400 + 7 / 24 + 0.5) - 1721425)


def solar_sector(day):
    """How many twelfths of its year the sun has gone since the spring equinox, when `day` begins in UTC+7."""
    t = (day.toordinal() + 1721424.5 - 7 / 24 - 2451545) / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * t)
    longitude = 280.46646 + 36000.76983 * t + 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly) - 0.00569
    return int(longitude % 360 // 30)


def eleventh_month(year):
    """Its number as a new moon: the last one up to the day of the winter solstice."""
    solstice = next(day for day in (dt.date(year, 12, 19) + DAY * i for i in range(6)) if solar_sector(day + DAY) == 9)
    k = round((year + 1 - 2000) * 12.3685) + 1
    while new_moon(k) > solstice:
        k -= 1
    return k


def lunar_months(year):
    """The first days of the months 1, 2, 3 ... of a lunar year, without a leap month."""
    starts = [new_moon(k) for k in range(eleventh_month(year - 1), eleventh_month(year) + 1)]
    if len(starts) == 14:  # thirteen months: the first in which the sun enters no new sector is a leap month
        leap = next(i for i in range(1, 13) if solar_sector(starts[i]) == solar_sector(starts[i + 1]))
        del starts[leap]
    return starts[2:]


def days(first, count, name, source):
    return [(first + DAY * i, name, source) for i in range(count)]


# The first of the five days.
TET_ANNOUNCED = {2024: dt.date(2024, 2, 8), 2025: dt.date(2025, 1, 27), 2026: dt.date(2026, 2, 16)}


def vietnam(year):
    code = "Labour Code 2019, Art. 112 (1) "
    moon = lunar_months(year)
    told = "as announced" if year in TET_ANNOUNCED else "foreseen: eve and four days"
    national = dt.date(year, 9, 2)
    # What makes the longer stretch, as announced so far.
    beside = DAY if national.weekday() in (MON, THU, SUN) else -DAY
    off = days(dt.date(year, 1, 1), 1, "Tết Dương lịch", code + "a")
    off += days(TET_ANNOUNCED.get(year, moon[0] - DAY), 5, "Tết Nguyên đán", code + "b, " + told)
    off += days(dt.date(year, 4, 30), 1, "Ngày Chiến thắng", code + "c")
    off += days(dt.date(year, 5, 1), 1, "Quốc tế Lao động", code + "d")
    off += days(min(national, national + beside), 2, "Quốc khánh", code + "đ, " + told.split(":")[0])
    off += days(moon[2] + DAY * 9, 1, "Giỗ Tổ Hùng Vương", code + "e")
    if year >= 2026:
        off += days(dt.date(year, 11, 24), 1, "Ngày Văn hóa Việt Nam", "Resolution 80-NQ/TW of 7 January 2026")
    return off + in_lieu(off)


def in_lieu(off):
    """A day off on a Saturday or Sunday is made good on the next day that is none."""
    taken = {day for day, _, _ in off}
    added = []
    for day, name, _ in sorted(off):
        if day.weekday() < SAT:
            continue
        while day in taken or day.weekday() >= SAT:
            day += DAY
        taken.add(day)
        added += days(day, 1, name + " (nghỉ bù)", "Labour Code 2019, Art. 111 (3), week of Mon-Fri")
    return added


def united_states(year):
    law = "5 U.S.C. 6103 (a)"
    fixed = {"New Year's Day": (1, 1), "Juneteenth": (6, 19), "Independence Day": (7, 4), "Veterans Day": (11, 11), "Christmas Day": (12, 25)}
    off = [(dt.date(year, *date), name, law) for name, date in fixed.items()]
    off += [(nth(year, *rule), name, law) for name, rule in {
        "Birthday of Martin Luther King, Jr.": (1, MON, 3), "Washington's Birthday": (2, MON, 3), "Labor Day": (9, MON, 1),
        "Columbus Day": (10, MON, 2), "Thanksgiving Day": (11, THU, 4)}.items()]
    off.append((last(year, 5, MON), "Memorial Day", law))
    moved = {SAT: (-DAY, "5 U.S.C. 6103 (b) (1)"), SUN: (DAY, "Executive Order 11582, sec. 3 (a)")}
    return off + [(day + moved[day.weekday()][0], name + " (observed)", moved[day.weekday()][1])
                  for day, name, _ in off if day.weekday() in moved]


def germany(year):
    sunday, law = easter(year), "holiday laws of all sixteen Länder"
    off = [(dt.date(year, month, day), name, law) for month, day, name in (
        (1, 1, "Neujahr"), (5, 1, "Tag der Arbeit"), (12, 25, "1. Weihnachtstag"), (12, 26, "2. Weihnachtstag"))]
    off += [(sunday + DAY * after, name, law) for after, name in (
        (-2, "Karfreitag"), (1, "Ostermontag"), (39, "Christi Himmelfahrt"), (50, "Pfingstmontag"))]
    return off + [(dt.date(year, 10, 3), "Tag der Deutschen Einheit", "Einigungsvertrag, Art. 2 (2)")]


RULES = {"vn": vietnam, "us": united_states, "de": germany}

# What governments told, to hold the rules to: OPM's list of 2026; the German Ministry of the Interior's of 2025; for
# Vietnam the days off of offices, Monday to Friday, by the announcements for 2024, 2025 (8726/VPCP-KGVX of 26 November
# 2024) and 2026, without swapped days; 24 November since Resolution 80-NQ/TW.
PUBLISHED = {
    ("us", 2026): "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    ("de", 2025): "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26",
    ("vn", 2024): "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-30 05-01 09-02 09-03",
    ("vn", 2025): "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 09-01 09-02",
    ("vn", 2026): "01-01 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 09-01 09-02 11-24",
}
# The first day of the lunar year, as calendars print it.
TET = "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-02"

NAMES = {"vn": "Days off\\, Vietnam", "us": "Federal holidays\\, United States", "de": "Nationwide holidays\\, Germany"}


def check_rules():
    assert [str(lunar_months(year)[0]) for year in YEARS] == TET.split(), [str(lunar_months(year)[0]) for year in YEARS]
    for (country, year), published in PUBLISHED.items():
        told = {dt.date.fromisoformat(f"{year}-{day}") for day in published.split()}
        ours = {day for day, _, _ in RULES[country](year) if day.weekday() < SAT and day.year == year}
        assert ours == told, (country, year, sorted(map(str, ours ^ told)))


def event(country, day, name, source):
    lines = ["BEGIN:VEVENT", f"UID:{country}-{day:%Y%m%d}@leakproof.dev", "DTSTAMP:20261101T000000Z",
             f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + DAY:%Y%m%d}", "SUMMARY:" + escaped(name),
             "DESCRIPTION:" + escaped(source), "TRANSP:TRANSPARENT", "END:VEVENT"]
    assert all(len(line.encode()) <= 75 for line in lines), lines
    return lines


def escaped(text):
    return text.replace(",", "\\,").replace(";", "\\;")


def calendar(country):
    years = range(YEARS.start, YEARS.stop + 1)
    off = sorted(entry for year in years for entry in RULES[country](year) if entry[0].year in YEARS)
    assert len({day for day, _, _ in off}) == len(off), "two holidays on a day would share a UID"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leakproof//holidays_test.py//EN", "X-WR-CALNAME:" + NAMES[country]]
    lines += [line for entry in off for line in event(country, *entry)]
    return "\n".join([*lines, "END:VCALENDAR", ""])


def main():
    check_rules()
    wrong = []
    for country in RULES:
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), country + ".ics")
        if "--write" in sys.argv:
            with open(path, "w", encoding="utf-8") as file:
                file.write(calendar(country))
        with open(path, encoding="utf-8") as file:
            wrong += [country] if file.read() != calendar(country) else []
    print(f"{len(RULES)} calendars, {YEARS.start} to {YEARS[-1]}; not as worked out: {', '.join(wrong) or 'none'}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
