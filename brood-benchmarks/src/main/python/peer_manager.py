"""Rows about a manager and one object of it, with the start method that this CPython has by default."""

import multiprocessing
import statistics
import threading
import time


class ManagerRow:
    def __init__(self, sizes):
        self.calls = sizes["calls"]
        self.manager = multiprocessing.Manager()
        self.who = f"Manager({multiprocessing.get_start_method()})"

    def close(self):
        self.manager.shutdown()


class MapRow(ManagerRow):
    def __init__(self, sizes):
        super().__init__(sizes)
        self.map = self.manager.dict()


class MapPut(MapRow):
    """Puts per second of one caller."""

    def sample(self):
        start = time.perf_counter_ns()
        for i in range(self.calls):
            self.map["key"] = i
        return 1e9 * self.calls / (time.perf_counter_ns() - start)


class MapGet(MapRow):
    """Gets per second of one caller."""

    def __init__(self, sizes):
        super().__init__(sizes)
        self.map["key"] = 7

    def sample(self):
        start = time.perf_counter_ns()
        for _ in range(self.calls):
            self.map["key"]
        return 1e9 * self.calls / (time.perf_counter_ns() - start)


class ListAppend(ManagerRow):
    """Appends per second of one caller."""

    def sample(self):
        appended = self.manager.list()
        start = time.perf_counter_ns()
        for i in range(self.calls):
            appended.append(i)
        return 1e9 * self.calls / (time.perf_counter_ns() - start)


class Batch(MapRow):
    """Puts per second in batches of 1,000: update() is what there is."""

    def sample(self):
        start = time.perf_counter_ns()
        for _ in range(self.calls):
            self.map.update({i: i for i in range(1000)})
        return 1e9 * 1000 * self.calls / (time.perf_counter_ns() - start)


class Create(ManagerRow):
    """The median time to make a list, in microseconds."""

    def sample(self):
        micros = []
        for _ in range(self.calls):
            start = time.perf_counter_ns()
            self.manager.list()
            micros.append((time.perf_counter_ns() - start) / 1e3)
        return statistics.median(micros)


class Threads(MapRow):
    """Puts per second of 100 threads on one proxy, each of which gets a connection of its own."""

    def sample(self):
        def put():
            for i in range(self.calls):
                self.map["key"] = i

        threads = [threading.Thread(target=put) for _ in range(100)]
        start = time.perf_counter_ns()
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return 1e9 * 100 * self.calls / (time.perf_counter_ns() - start)
