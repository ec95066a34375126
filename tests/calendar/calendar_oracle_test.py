#!/usr/bin/env python3
"""Holds libs/calendar to a second implementation: Python's zoneinfo, on random schedules, quiet hours, days and
instants.

calendar_oracle_test.py PROGRAM [--cases N] [--seed S]

Shares no code and no method with the C++ side: it finds the first instant at which a clock shows a local time by asking
zoneinfo for both folds, unites the shifts of the weeks around the instant as plain intervals, and adds over that list.
"""
import argparse
import bisect
import datetime as dt
import itertools
import random
import subprocess
import sys
import zoneinfo

ZONES = ["Asia/Ho_Chi_Minh", "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu",
         "Pacific/Chatham", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia"]
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
DAYS_LISTED, QUESTIONS = 95, 100  # days listed from the first on; questions a schedule


def micros(moment):
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def first_showing(zone, local):
    """The first instant at which the zone's clock shows `local` or later."""
    utc = [local.replace(tzinfo=zone, fold=fold).astimezone(dt.timezone.utc) for fold in (0, 1)]
    if utc[0].astimezone(zone).replace(tzinfo=None) == local:
        return micros(utc[0])
    low, high = sorted(map(micros, utc))  # skipped: the jump lies between the two readings
    while high - low > 1:
        middle = (low + high) // 2
        shown = (EPOCH + dt.timedelta(microseconds=middle)).astimezone(zone).replace(tzinfo=None)
        low, high = (low, middle) if shown >= local else (middle, high)
    return high


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_text(hours):
    return ",".join(f"{clock(a)}-{clock(b)}" for a, b in hours) or "-"


def random_first(dice, zone):
    """A day to list from: mostly up to two weeks before the next clock change."""
    day = dt.datetime(1990, 1, 1, 12, tzinfo=zone) + dt.timedelta(days=dice.randrange(45 * 365))
    if dice.random() < 0.7:
        ahead = (day + dt.timedelta(days=n) for n in range(366))
        day = next((d for d in ahead if d.utcoffset() != day.utcoffset()), day) - dt.timedelta(days=dice.randrange(14))
    return day.date()


def random_minute(dice):
    return dice.randrange(dice.choice([240, 1440]))  # clocks change in the small hours


def random_hours(dice, *counts):
    return [(random_minute(dice), random_minute(dice)) for _ in range(dice.choice(counts))]


def random_schedule(dice, first):
    """A week, and days that differ from it: closed, half days, split ones."""
    week = [random_hours(dice, 0, 0, 1, 1, 2, 3) for _ in range(7)]
    week[dice.randrange(7)].append((540, 1020))
    differ = {first + dt.timedelta(days=dice.randrange(28)): random_hours(dice, 0, 0, 1, 2, 3)
              for _ in range(dice.randrange(6))}
    return week, differ


def open_time(zone, week, differ, first):
    """Stretches of open time, united, of the days from the one before `first` on."""
    spans = []
    for offset in range(-2, DAYS_LISTED):
        date = first + dt.timedelta(days=offset)
        midnight = dt.datetime.combine(date, dt.time())
        for begin, end in differ.get(date, week[date.weekday()]):
            end += 1440 if end <= begin else 0
            span = [first_showing(zone, midnight + dt.timedelta(minutes=m)) for m in (begin, end)]
            if span[0] < span[1]:
                spans.append(span)
    united = []
    for span in sorted(spans):
        if united and span[0] <= united[-1][1]:
            united[-1][1] = max(united[-1][1], span[1])
        else:
            united.append(span)
    return united


def spans_after(spans, at):
    return [(max(begin, at), end) for begin, end in spans[bisect.bisect_right(spans, at, key=lambda span: span[1]):]]


def expected_working(spans, at, working):
    ahead = spans_after(spans, at)
    due, left = at, working
    for begin, end in ahead:
        if left <= 0:
            break
        due = begin + min(left, end - begin)
        left -= min(left, end - begin)
    assert left <= 0, "the amount reaches beyond the days listed"
    return f"{int(ahead[0][0] == at)} {ahead[0][0]} {due} {working}"


def expected_quiet(spans, at):
    begin, end = spans_after(spans, at)[0]
    return f"1 {end}" if begin == at else f"0 {at}"


def expected_day(zone, at):
    date = (EPOCH + dt.timedelta(microseconds=at)).astimezone(zone).date()
    monday = date - dt.timedelta(days=date.weekday())
    next_month = (date.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    after = [date + dt.timedelta(days=1), monday + dt.timedelta(days=7), next_month]
    day = (date - EPOCH.date()).days
    numbers = [day, (day - date.weekday()) // 7, date.year * 12 + date.month - 1]
    return " ".join(map(str, numbers + [next_midnight(zone, day, at) for day in after]))


def next_midnight(zone, date, at):
    """When a day begins that has not: a clock that is set back over midnight shows it twice."""
    midnight = dt.datetime.combine(date, dt.time())
    first = first_showing(zone, midnight)
    return first if first > at else micros(midnight.replace(tzinfo=zone, fold=1).astimezone(dt.timezone.utc))


def random_instant(dice, first, spans):
    start = micros(dt.datetime.combine(first, dt.time(), dt.timezone.utc))
    if dice.random() < 0.2:  # exactly on an edge, or a microsecond beside it
        return max(start, dice.choice(dice.choice(spans[:3])) + dice.choice([-1, 0, 1]))
    return start + dice.randrange(21 * 86_400_000_000)


def working_questions(dice, name, zone, first):
    week, differ = random_schedule(dice, first)
    spans = open_time(zone, week, differ, first)
    days = [date.isoformat() + ("=" + hours_text(h).replace(",", "+") if h else "") for date, h in differ.items()]
    head = " ".join(["working", name, *map(hours_text, week), ",".join(days) or "-"])
    while True:
        at = random_instant(dice, first, spans)
        working = dice.choice([0, 1, dice.randrange(3_600_000_000), dice.randrange(30 * 3_600_000_000)])
        yield f"{head} {at} {working}", expected_working(spans, at, working)


def quiet_questions(dice, name, zone, first):
    begin = random_minute(dice)
    window = (begin, (begin + 1 + dice.randrange(1439)) % 1440)
    spans = open_time(zone, [[window]] * 7, {}, first)
    while True:
        at = random_instant(dice, first, spans)
        yield f"quiet {name} {hours_text([window])} {at}", expected_quiet(spans, at)


def day_questions(dice, name, zone, first):
    midnights = [[first_showing(zone, dt.datetime.combine(first + dt.timedelta(days=n), dt.time()))] for n in range(20)]
    while True:
        at = random_instant(dice, first, dice.sample(midnights, 3)) + dice.choice([0, 0, 1_800_000_000])
        yield f"day {name} {at}", expected_day(zone, at)


def batches(dice, cases):
    while cases > 0:
        name = dice.choice(ZONES)
        zone = zoneinfo.ZoneInfo(name)
        ask = dice.choice([working_questions, working_questions, working_questions, quiet_questions, day_questions])
        yield from itertools.islice(ask(dice, name, zone, random_first(dice, zone)), min(cases, QUESTIONS))
        cases -= QUESTIONS


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--cases", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    asked = list(batches(random.Random(given.seed), given.cases))
    questions = "".join(question + "\n" for question, _ in asked)
    told = subprocess.run([given.program], input=questions, capture_output=True, text=True, check=True)
    answers = told.stdout.splitlines()
    wrong = [(q, e, a) for (q, e), a in zip(asked, answers) if e != a]
    for question, expectation, answer in wrong[:5]:
        print(f"{question}\n  expected {expectation}\n  answered {answer}", file=sys.stderr)
    print(f"{len(answers)} cases, {len(wrong)} differ (seed {given.seed})")
    return int(bool(wrong) or len(answers) != given.cases)


if __name__ == "__main__":
    sys.exit(main())
