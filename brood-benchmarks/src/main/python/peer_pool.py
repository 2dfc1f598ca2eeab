"""Rows about a running pool, with the start method that this CPython has by default."""

import multiprocessing
import statistics
import time


def identity(value):
    return value


def sleep(millis):
    time.sleep(millis / 1e3)
    return millis


class PoolRow:
    def __init__(self, sizes):
        self.sizes = sizes
        self.pool = multiprocessing.Pool(sizes["workers"])
        self.who = f"Pool({multiprocessing.get_start_method()})"

    def close(self):
        self.pool.close()
        self.pool.join()


class Apply(PoolRow):
    """One call at a time; the median in microseconds."""

    def sample(self):
        return statistics.median(self._call(number) for number in range(self.sizes["calls"]))

    def _call(self, number):
        start = time.perf_counter_ns()
        result = self.pool.apply(identity, (number,))
        elapsed = time.perf_counter_ns() - start
        if result != number:
            raise RuntimeError(f"sent {number}, got {result}")
        return elapsed / 1e3


class ItemsRow(PoolRow):
    """All items of a list through the pool; items per second."""

    def __init__(self, sizes):
        super().__init__(sizes)
        self.items = list(range(sizes["items"]))

    def sample(self):
        return statistics.median(self._rate() for _ in range(self.sizes["maps"]))

    def _rate(self):
        start = time.perf_counter()
        results = self.run()
        elapsed = time.perf_counter() - start
        if len(results) != len(self.items) or sum(results) != sum(self.items):
            raise RuntimeError("wrong results")
        return len(self.items) / elapsed


class Map(ItemsRow):
    def run(self):
        return self.pool.map(identity, self.items)


class MapChunk1(ItemsRow):
    def run(self):
        return self.pool.map(identity, self.items, chunksize=1)


class ImapUnordered(ItemsRow):
    def run(self):
        return list(self.pool.imap_unordered(identity, self.items))


class BytesEcho(PoolRow):
    """Bytes to a worker and back; megabytes of payload per second."""

    def __init__(self, sizes):
        super().__init__(sizes)
        self.payload = bytes([7]) * sizes["bytes"]

    def sample(self):
        start = time.perf_counter()
        result = self.pool.apply(identity, (self.payload,))
        elapsed = time.perf_counter() - start
        if result != self.payload:
            raise RuntimeError("wrong bytes")
        return len(self.payload) / elapsed / 1e6


class Uneven(PoolRow):
    """Sleeps of very different lengths, dealt one by one; milliseconds."""

    units = [1, 2, 1, 10, 3, 1, 4, 10, 1, 3, 2, 10]

    def sample(self):
        tasks = [unit * self.sizes["unit_ms"] for unit in self.units]
        start = time.perf_counter()
        results = list(self.pool.imap(sleep, tasks, 1))
        elapsed = time.perf_counter() - start
        if results != tasks:
            raise RuntimeError(f"sent {tasks}, got {results}")
        return elapsed * 1e3


class UnevenLongFirst(Uneven):
    units = [15, 1, 1, 1, 1, 1]
