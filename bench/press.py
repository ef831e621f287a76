"""All of ../shared/press through `faleme add`, as a user would run it: articles a second and peak memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.material import SHARED


def main() -> None:
    files = sorted((SHARED / "press").glob("*.jsonl.gz"))
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / "aside.jsonl"
        store = f"sqlite:///{folder}/desk.db"
        command = [
            sys.executable,
            "-m",
            "faleme.cli",
            "--store",
            store,
            "add",
            "--set-aside",
            str(aside),
            *map(str, files),
        ]
        start = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        read = run.stdout.strip()
        print(read)
        left = aside.read_text(encoding="utf-8").splitlines()
        print(f"exit code {run.returncode}; set aside: {len(left)}", *left[:10], sep="\n  ")
        articles = int(read.split()[0]) if read[:1].isdigit() else 0
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{articles} articles in {seconds:.0f} s: {articles / seconds:.1f} articles a second, "
            f"peak {peak:.0f} MB"
        )
        again = subprocess.run(command, capture_output=True, text=True)
        print(f"a second time: {again.stdout.strip()}")
        for done in (run, again):
            if done.returncode not in (0, 6) or "Traceback" in done.stderr:
                print(f"exit code {done.returncode}:", done.stderr[-3000:])
                sys.exit(1)


if __name__ == "__main__":
    main()
