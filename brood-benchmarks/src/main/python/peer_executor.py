"""Rows about concurrent.futures, with the start method that this CPython has by default."""

import concurrent.futures
import multiprocessing
import statistics
import time


def identity(value):
    return value


class ExecutorRow:
    def __init__(self, sizes):
        self.sizes = sizes
        self.executor = concurrent.futures.ProcessPoolExecutor(sizes["workers"])
        self.who = f"ProcessPoolExecutor({multiprocessing.get_start_method()})"

    def close(self):
        self.executor.shutdown()


class Submit(ExecutorRow):
    """One future at a time; the median in microseconds."""

    def sample(self):
        return statistics.median(self._call(number) for number in range(self.sizes["calls"]))

    def _call(self, number):
        start = time.perf_counter_ns()
        result = self.executor.submit(identity, number).result()
        elapsed = time.perf_counter_ns() - start
        if result != number:
            raise RuntimeError(f"sent {number}, got {result}")
        return elapsed / 1e3


class SubmitAll(ExecutorRow):
    """Many submits, then all results; per second."""

    def sample(self):
        items = self.sizes["items"]
        start = time.perf_counter()
        futures = [self.executor.submit(identity, number) for number in range(items)]
        total = sum(future.result() for future in futures)
        elapsed = time.perf_counter() - start
        if total != items * (items - 1) // 2:
            raise RuntimeError("wrong results")
        return items / elapsed
