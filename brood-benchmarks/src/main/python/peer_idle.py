"""Rows about a pool that has nothing to do, read from /proc: Linux only."""

import multiprocessing
import os
import statistics
import time


def identity(value):
    return value


def cpu_nanos(pid):
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{thread}/schedstat") as stat:
                total += int(stat.read().split()[0])
        except FileNotFoundError:
            pass
    return total


def unique_bytes(pid):
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        lines = [line.split() for line in rollup]
    return sum(int(line[1]) * 1024 for line in lines if line[0] in ("Private_Clean:", "Private_Dirty:"))


def proportional_bytes(pid):
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        lines = [line.split() for line in rollup]
    return sum(int(line[1]) * 1024 for line in lines if line[0] == "Pss:")


class IdleRow:
    def __init__(self, sizes):
        self.sizes = sizes
        self.pool = multiprocessing.Pool(sizes["workers"])
        self.who = f"Pool({multiprocessing.get_start_method()})"
        self.pool.map(identity, range(100))
        self.workers = [process.pid for process in multiprocessing.active_children()]
        time.sleep(sizes["settle_millis"] / 1e3)

    def close(self):
        self.pool.close()
        self.pool.join()


class IdleCpu(IdleRow):
    """CPU time of the pool's owner and all workers, per worker; percent of a core."""

    def sample(self):
        pids = [os.getpid(), *self.workers]
        start = time.perf_counter_ns()
        before = sum(map(cpu_nanos, pids))
        time.sleep(self.sizes["millis"] / 1e3)
        used = sum(map(cpu_nanos, pids)) - before
        return 100.0 * used / (time.perf_counter_ns() - start) / len(self.workers)


class IdleMemory(IdleRow):
    """Memory of a worker that would be free without it; megabytes."""

    def sample(self):
        return statistics.median(unique_bytes(pid) / 1e6 for pid in self.workers)


class IdleProportionalMemory(IdleRow):
    """Memory of a worker with its part of what it shares; megabytes."""

    def sample(self):
        return statistics.median(proportional_bytes(pid) / 1e6 for pid in self.workers)
