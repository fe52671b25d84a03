#!/usr/bin/env python3
"""Writes python-rows.jsonl: random CSV texts and what Python's csv module (strict) reads in them.

    python3 make_python_rows.py > python-rows.jsonl
"""
import csv, io, json, random

ALPHABET = ["a", "b", ",", ",", '"', '"', '""', "\n", "\r\n", "\r", " ", "中", ";", "5\" "]


def main():
    random.seed(20261122)
    kept = 0
    while kept < 600:
        text = "".join(random.choice(ALPHABET) for _ in range(random.randint(1, 24)))
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            continue
        kept += 1
        print(json.dumps({"text": text, "rows": [row for row in rows if row]}, ensure_ascii=False))


main()
