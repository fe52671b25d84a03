#!/bin/sh
# Goal P4: makes customer files of 100,000 and 1,000,000 rows with the given generator and measures.
# usage: p4.sh make_customers.py BENCH-PROGRAM [FOLDER]
set -eu
generator=$1
bench=$2
folder=${3:-bench-customers}
mkdir -p "$folder"
for rows in 100000 1000000; do
  test -s "$folder/$rows.csv" ||
    python3 "$generator" --lang zh -n "$rows" --seed 1 --out "$folder/$rows.csv"
done
"$bench" customers "$folder/100000.csv" "$folder/1000000.csv"
