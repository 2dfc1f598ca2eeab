"""Rows about locks between processes."""

import multiprocessing
import time

value = None


def keep(shared):
    global value
    value = shared


def increment(times):
    for _ in range(times):
        with value.get_lock():
            value.value += 1
    return times


class ValueIncrement:
    """Workers that add 1 to the same Value, each time under its lock; per second."""

    who = "Value.get_lock()"

    def __init__(self, sizes):
        self.workers = sizes["workers"]
        self.increments = sizes["increments"]
        context = multiprocessing.get_context("spawn")
        self.value = context.Value("q", 0)
        self.pool = context.Pool(self.workers, keep, (self.value,))

    def sample(self):
        before = self.value.value
        start = time.perf_counter()
        self.pool.map(increment, [self.increments] * self.workers, chunksize=1)
        elapsed = time.perf_counter() - start
        total = self.workers * self.increments
        if self.value.value - before != total:
            raise RuntimeError(f"lost increments: {self.value.value - before}")
        return total / elapsed

    def close(self):
        self.pool.close()
        self.pool.join()
