"""A site for simulations: the shipped config and templates with invented customers of all kinds."""
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
GENERATOR = f"{ROOT}/Sources/fifthcall-bench/scripts/make_customers.py"


def make(folder, count, seed):
    """Writes the site; its customers are the same for the same count and seed."""
    for name in ("config", "templates"):
        shutil.copytree(f"{ROOT}/{name}", f"{folder}/{name}")
    customers = f"{folder}/config/customers"
    for name in os.listdir(customers):
        os.remove(f"{customers}/{name}")
    subprocess.run([sys.executable, GENERATOR, "--lang", "zh", "-n", str(count), "--seed", str(seed),
                    "--out", f"{customers}/customers.csv"], check=True, stdout=subprocess.DEVNULL)
    main = f"{folder}/config/fifthcall.yaml"
    text = open(main, encoding="utf-8").read()
    open(main, "w", encoding="utf-8").write(re.sub(r"sample: true", "sample: false", text))


def simulate(program, folder, out, arguments):
    """Runs a simulation of the site into `out`; its counts, or what it said when it failed."""
    ended = subprocess.run([program, "simulate", "--out", out, "--format", "csv"] + arguments,
                           cwd=folder, capture_output=True, text=True)
    if ended.returncode:
        raise RuntimeError(f"simulate left with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended.stdout
