#!/bin/sh
# Goals P1 and P2: copies a config folder for 100,000 and 1,000,000 customers of the given generator
# and measures.
# usage: p1.sh make_customers.py CONFIG BENCH-PROGRAM PROGRAM [FOLDER]
set -eu
generator=$1
config=$2
bench=$3
program=$4
folder=${5:-bench-plan}
for rows in 100000 1000000; do
  test -s "$folder/$rows/customers/customers.csv" && continue
  mkdir -p "$folder/$rows"
  cp -R "$config/." "$folder/$rows"
  rm -rf "$folder/$rows/customers"
  mkdir "$folder/$rows/customers"
  python3 "$generator" --lang zh -n "$rows" --seed 1 --out "$folder/$rows/customers/customers.csv"
done
"$bench" plan --program "$program" "$folder/100000" "$folder/1000000"
