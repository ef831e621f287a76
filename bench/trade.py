"""Trade: ten million rows of BACI's shape read, and every indicator of every country; seconds and memory.

The rows are made up by a seed: 230 countries, six years, 4,000 codes of goods.
`python -m bench.trade 1000000` takes fewer.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from faleme.assess.trade_flows import advantage, balances, concentration, flows, growth, product_mix, shares
from faleme.assess.trade_look import look_at
from faleme.lexicon.trade import trade_parties
from faleme.read.trade_tables import read_trade

ROWS = 10_000_000
_YEARS = 6


def made_up(rows: int, path: Path) -> None:
    """A BACI file of so many rows, no key twice."""
    random = np.random.default_rng(8)
    by_party = {party: int(code) for code, party in trade_parties().items() if code.isdigit() and int(code)}
    # Some numbers are two of one state; one of them is taken, as in BACI itself.
    codes = np.array([by_party[party] for party in sorted(by_party) if len(party) == 3][:230])
    codes = np.unique(np.append(codes[:-2], [by_party["SEN"], by_party["MLI"]]))
    goods = np.array(
        [
            f"{c:02}{h:02}{s:02}"
            for c in range(1, 98)
            if c != 77
            for h in range(1, 8)
            for s in range(10, 70, 10)
        ]
    )
    size = len(codes) ** 2 * len(goods) * _YEARS
    keys = np.unique(random.integers(0, size, int(rows * 1.05)))
    random.shuffle(keys)
    keys = keys[:rows]
    good, rest = keys % len(goods), keys // len(goods)
    to, rest = rest % len(codes), rest // len(codes)
    pl.DataFrame(
        {
            "t": rest // len(codes) + 2018, "i": codes[rest % len(codes)], "j": codes[to], "k": goods[good],
            "v": random.lognormal(3, 2, len(keys)).round(3), "q": random.lognormal(2, 2, len(keys)).round(3),
        }
    ).write_csv(path)  # fmt: skip


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "BACI_HS17_made_up.csv"
        made_up(rows, path)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        begin = time.perf_counter()
        table = read_trade(path)
        read = time.perf_counter()
        print(f"read: {read - begin:.1f} s, {table.frame.height:,} observations, {table.faults} faults")
        values = flows(table.frame)
        parts = shares(values)
        made = {
            "flows": values, "shares and ranks": parts, "concentration": concentration(parts),
            "growth": growth(values), "balances": balances(values),
        }  # fmt: skip
        mix = product_mix(table.frame, by="chapter")
        made |= {"product mix by chapter": mix, "comparative advantage": advantage(mix)}
        look = look_at(table.frame, "SEN", "MLI")
        end = time.perf_counter()
        for name, frame in made.items():
            print(f"  {name}: {frame.height:,} rows")
        print(f"  one pair's look: {len(look.indicators)} indicators")
        print(f"indicators: {end - read:.1f} s; all: {end - begin:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB, the making of the rows with it")


if __name__ == "__main__":
    main()
