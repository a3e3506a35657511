"""How long `ask` takes from the shell and back, beside Python importing rapidfuzz, yaml and pydantic alone.

Both are processes on the same machine, taken in turns; the smallest time of each counts, because everything else that a
machine does can only add to it.
"""

from __future__ import annotations

import subprocess
import sys
import time

TIMES = 15
MOST = 5.0  # the bound that the project sets itself
BARE = ("-c", "import rapidfuzz, yaml, pydantic")
ASKED = {
    "ask --json": ("-m", "bot", "ask", "--json", "my bum leaks"),
    "ask": ("-m", "bot", "ask", "my bum leaks"),
    "ask --explain": ("-m", "bot", "ask", "--explain", "my bum leaks"),
}


def main() -> int:
    """Print the ratios; 1 if the first is above the bound."""
    least = dict.fromkeys([BARE, *ASKED.values()], float("inf"))
    for _ in range(TIMES):
        least = {arguments: min(known, _seconds(arguments)) for arguments, known in least.items()}
    ratios = {name: least[arguments] / least[BARE] for name, arguments in ASKED.items()}
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.1f} times as long as the imports alone (at most {MOST:g})")
    return int(ratios["ask --json"] > MOST)


def _seconds(arguments: tuple[str, ...]) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
    return time.perf_counter() - before


if __name__ == "__main__":
    sys.exit(main())
