#!/usr/bin/env python3
"""Makes the zone tables in this folder with Python's zoneinfo, from the TZif files in zones/.

    python3 make_golden.py            # zone-changes.txt, footer-changes.txt
    python3 make_golden.py workdays   # cn-workdays.txt, needs chinesecalendar==1.11.0

A line of the tables is ZONE-OR-FOOTER LOCAL UTC. Around every change of offset there are times
15 minutes before, at and after it on both clocks; zoneinfo's fold 0 is the contract's rule.
zones/ holds files of Debian's tzdata 2025b, renamed; lunar-years.csv is checked against the Hong
Kong Observatory's conversion tables 1901-2100.
"""
import datetime as dt
import io
import pathlib
import struct
import sys
import zoneinfo

HERE = pathlib.Path(__file__).parent
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
ZONES = """Australia/Lord_Howe Africa/Casablanca Africa/Cairo America/New_York Pacific/Apia
Pacific/Kwajalein Antarctica/Troll America/St_Johns Europe/Dublin Asia/Gaza Asia/Shanghai
Pacific/Chatham America/Nuuk""".split()
ZONE_YEARS = [1970, 1975, 1980, 1990, 1993, 1996, *range(2005, 2028, 2), 2010, 2011, 2012, 2018,
              2026, 2036, 2037, 2038, 2039, 2050, 2086, 2087, 2088, 2089, 2099, 2100, 2101, 2102,
              2400]
# Footers with days counted from 0 are left out: zoneinfo counts them from 1.
FOOTERS = ["IST-1GMT0,M10.5.0,M3.5.0/1", "EET-2EEST,M3.4.4/50,M10.4.4/50",
           "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EST5EDT,M3.2.0,M11.1.0",
           "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "IST-2IDT,M3.4.4/26,M10.5.0",
           "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "EST5EDT,0/0,J365/25",
           "XXX3YYY,J60/0,J300/24:30:15", "CST-8", "<+0545>-5:45",
           "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3"]
FOOTER_YEARS = [1980, 1999, 2000, 2024, 2026, 2099, 2100, 2101, 2200, 2400, 2401]


def start(year):
    return int((dt.datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())


def lines(name, zone, years):
    def offset(at):
        moment = (EPOCH + dt.timedelta(seconds=at)).astimezone(zone)
        return int(moment.utcoffset().total_seconds())

    for year in years:
        at, end = start(year), start(year + 1)
        walls, before = {at // 60 + 720}, offset(at)
        while at < end:
            later = at + 5 * 86400
            after = offset(later)
            if after != before:
                low, high = at, later
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if offset(middle) == before else (low, middle)
                walls |= {(high + o) // 60 + d for o in (before, after) for d in (-15, 0, 15)}
            at, before = later, after
        for wall in sorted(walls):
            local = dt.datetime(1970, 1, 1) + dt.timedelta(minutes=wall)
            utc = local.replace(tzinfo=zone).astimezone(UTC)
            yield f"{name} {local:%Y-%m-%dT%H:%M} {utc:%Y-%m-%dT%H:%M:%S}Z\n"


def slim(footer):
    def header(types, characters):
        return b"TZif3" + b"\0" * 15 + struct.pack(">6i", 0, 0, 0, 0, types, characters)

    data = header(0, 0) + header(1, 4) + struct.pack(">i?B", 0, False, 0) + b"UTC\0"
    return zoneinfo.ZoneInfo.from_file(io.BytesIO(data + b"\n" + footer.encode() + b"\n"))


def zones():
    with open(HERE / "zone-changes.txt", "w") as out:
        for name in ZONES:
            with open(HERE / "zones" / (name.replace("/", "_") + ".tzif"), "rb") as file:
                out.writelines(lines(name, zoneinfo.ZoneInfo.from_file(file), ZONE_YEARS))
    with open(HERE / "footer-changes.txt", "w") as out:
        for footer in FOOTERS:
            out.writelines(lines(footer, slim(footer), FOOTER_YEARS))


def workdays():
    import chinese_calendar
    with open(HERE / "cn-workdays.txt", "w") as out:
        for year in range(2020, 2027):
            count = 366 if year % 4 == 0 else 365
            days = (dt.date(year, 1, 1) + dt.timedelta(n) for n in range(count))
            letters = "".join("w" if chinese_calendar.is_workday(d) else "-" for d in days)
            out.write(f"{year} {letters}\n")


workdays() if sys.argv[1:] == ["workdays"] else zones()
