"""Rows about locks between processes."""

import multiprocessing
import statistics
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


def work(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def answer(there, back, seconds):
    while True:
        there.acquire()
        work(seconds)
        back.release()


def measure(there, back, trips, seconds, results):
    while True:
        results.recv()
        micros = []
        for _ in range(trips):
            start = time.perf_counter()
            work(seconds)
            there.release()
            back.acquire()
            micros.append((time.perf_counter() - start - 2 * seconds) * 1e6)
        results.send(statistics.median(micros))


class HandOver:
    """Two children that hand a permit to and fro: the median round trip beyond the work, in us."""

    who = "Semaphore"

    def __init__(self, sizes):
        context = multiprocessing.get_context("spawn")
        there, back = context.Semaphore(0), context.Semaphore(0)
        # A semaphore is gone as soon as its maker has no more use for it.
        self.kept = (there, back)
        seconds = sizes["work_us"] / 1e6
        self.results, far = context.Pipe()
        self.children = [
            context.Process(target=answer, args=(there, back, seconds), daemon=True),
            context.Process(
                target=measure,
                args=(there, back, sizes["trips"], seconds, far),
                daemon=True,
            ),
        ]
        for child in self.children:
            child.start()

    def sample(self):
        self.results.send(None)
        return self.results.recv()

    def close(self):
        for child in self.children:
            child.kill()
            child.join()
