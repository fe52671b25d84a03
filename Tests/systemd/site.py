"""usage: site.py FOLDER PORT CUSTOMERS: the small site of the fault suites, whose customers all have
their birthday on bench.DAY, with a mail relay at PORT."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))
from bench import Site

folder, port, customers = sys.argv[1:]
Site(folder, "", int(port), int(customers))
config = Path(folder) / "config"
(config / "templates").mkdir(exist_ok=True)
(Path(folder) / "templates" / "birthday").rename(config / "templates" / "birthday")
(Path(folder) / "templates").rmdir()
