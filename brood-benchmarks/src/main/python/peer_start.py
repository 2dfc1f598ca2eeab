"""Rows about starting: a process, and a pool until its first results. Start method spawn."""

import multiprocessing
import statistics
import time


def nothing():
    pass


def identity(value):
    return value


class SpawnStart:
    """Starts a child that does nothing and joins it; milliseconds."""

    who = "Process(spawn)"

    def __init__(self, sizes):
        self.starts = sizes["starts"]
        self.context = multiprocessing.get_context("spawn")

    def sample(self):
        return statistics.median(self._start() for _ in range(self.starts))

    def _start(self):
        start = time.perf_counter()
        process = self.context.Process(target=nothing)
        process.start()
        process.join()
        elapsed = time.perf_counter() - start
        if process.exitcode != 0:
            raise RuntimeError(f"exit code {process.exitcode}")
        return elapsed * 1e3

    def close(self):
        pass


class FirstResult:
    """Creates a pool and maps one item per worker; milliseconds until the results. Closing is not timed."""

    who = "Pool(spawn)"

    def __init__(self, sizes):
        self.starts = sizes["starts"]
        self.workers = sizes["workers"]
        self.context = multiprocessing.get_context("spawn")

    def sample(self):
        return statistics.median(self._first() for _ in range(self.starts))

    def _first(self):
        items = list(range(self.workers))
        start = time.perf_counter()
        pool = self.context.Pool(self.workers)
        results = pool.map(identity, items, chunksize=1)
        elapsed = time.perf_counter() - start
        pool.close()
        pool.join()
        if results != items:
            raise RuntimeError(f"wrong results: {results}")
        return elapsed * 1e3

    def close(self):
        pass
