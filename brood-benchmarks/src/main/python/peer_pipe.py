"""Rows about a pipe to one child, with the start method that this CPython has by default."""

import multiprocessing
import statistics
import time


def echo(connection):
    try:
        while True:
            connection.send_bytes(connection.recv_bytes())
    except EOFError:
        pass


class PipeRow:
    def __init__(self, sizes):
        self.calls = sizes["calls"]
        self.payload = bytes(sizes["bytes"])
        self.here, there = multiprocessing.Pipe()
        self.child = multiprocessing.Process(target=echo, args=(there,))
        self.child.start()
        there.close()
        self.who = f"Pipe({multiprocessing.get_start_method()})"

    def close(self):
        self.here.close()
        self.child.join()

    def _call(self):
        start = time.perf_counter_ns()
        self.here.send_bytes(self.payload)
        back = self.here.recv_bytes()
        elapsed = time.perf_counter_ns() - start
        if len(back) != len(self.payload):
            raise RuntimeError(f"sent {len(self.payload)}, got {len(back)}")
        return elapsed / 1e3


class RoundTrip(PipeRow):
    """The median round trip in microseconds."""

    def sample(self):
        return statistics.median(self._call() for _ in range(self.calls))


class Rate(PipeRow):
    """Megabytes per second there and back, counted once."""

    def sample(self):
        start = time.perf_counter_ns()
        for _ in range(self.calls):
            self._call()
        return 1e3 * self.calls * len(self.payload) / (time.perf_counter_ns() - start)
