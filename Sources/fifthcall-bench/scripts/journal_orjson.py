"""Peer of goal P7: parses every line of a journal with orjson and does nothing else.

python3 journal_orjson.py STATE/journal   (orjson from PyPI)
"""
import pathlib
import sys
import time

try:
    import orjson
except ImportError:
    print("skipped: no orjson")
    sys.exit()

files = sorted(pathlib.Path(sys.argv[1]).glob("journal-*.jsonl"))
start = time.perf_counter()
count = 0
for file in files:
    with open(file, "rb") as lines:
        for line in lines:
            orjson.loads(line)
            count += 1
seconds = time.perf_counter() - start
print(f"{count} lines in {seconds:.2f} s, {count / seconds / 1e6:.2f} M/s")
