"""What processes take: CPU, and memory. Imports nothing of the archive."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY = 0.2  # seconds between looks at the memory of a process that builds


def own_cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended: CPU and clock seconds, and the most MB all its processes held."""

    cpu: float
    clock: float
    peak: float


def tell(text: str) -> None:
    """Say on standard error what a long run is at."""
    sys.stderr.write(f"{text}…\n")


def run(command: Sequence[str], folder: Path) -> Ran:
    """Run a command to its end and watch it. Raises CalledProcessError."""
    before, started, peak = own_cpu(), time.monotonic(), 0.0
    watching = 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            looked = time.process_time()
            peak = max(peak, memory(process.pid))
            watching += time.process_time() - looked
            time.sleep(SAMPLE_EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Ran(own_cpu() - before - watching, time.monotonic() - started, peak)


def cpu(pid: int) -> float:
    """CPU seconds so far of a process and of its descendants, those that ended too (Linux)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return 0.0
    times = stat.rpartition(")")[2].split()[11:15]  # its own, and those of ended children
    own = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu(int(child)) for child in children)


def memory(pid: int) -> float:
    """Proportional set size of a process and its descendants, in MB (Linux)."""
    try:
        own = _pss(pid)
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return 0.0
    return own + sum(memory(int(child)) for child in children)


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _, rest = line.partition(":")
        if name == "Pss":
            return int(rest.split()[0]) / 1024
    return 0.0
