"""Rows about queues, with the start method that this CPython has by default."""

import multiprocessing
import time


def produce(orders, queue):
    while (count := orders.get()) > 0:
        for i in range(count):
            queue.put((i, "element"))


class OneToOne:
    """A child puts small objects and this process takes them; per second."""

    def __init__(self, sizes):
        self.elements = sizes["elements"]
        self.queue = multiprocessing.Queue(sizes["capacity"])
        self.orders = multiprocessing.Queue()
        self.child = multiprocessing.Process(target=produce, args=(self.orders, self.queue))
        self.child.start()
        self.who = f"Queue({multiprocessing.get_start_method()})"

    def sample(self):
        start = time.perf_counter()
        self.orders.put(self.elements)
        for i in range(self.elements):
            element = self.queue.get()
            if element[0] != i:
                raise RuntimeError(f"expected {i}, got {element}")
        return self.elements / (time.perf_counter() - start)

    def close(self):
        self.orders.put(0)
        self.child.join()
