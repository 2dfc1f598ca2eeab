"""Rows about memory that processes share."""

import multiprocessing
import time
from multiprocessing import shared_memory

PAGE = 4096


def read(name, size):
    memory = shared_memory.SharedMemory(name)
    try:
        return sum(memory.buf[:size:PAGE])
    finally:
        memory.close()


class Broadcast:
    """A block filled once and read by all workers; MB/s of payload, counted once."""

    who = "SharedMemory"

    def __init__(self, sizes):
        self.workers = sizes["workers"]
        self.payload = bytes([1]) * sizes["bytes"]
        context = multiprocessing.get_context("spawn")
        self.pool = context.Pool(self.workers)

    def sample(self):
        size = len(self.payload)
        start = time.perf_counter()
        memory = shared_memory.SharedMemory(create=True, size=size)
        try:
            memory.buf[:size] = self.payload
            sums = self.pool.starmap(read, [(memory.name, size)] * self.workers, chunksize=1)
        finally:
            memory.close()
            memory.unlink()
        elapsed = time.perf_counter() - start
        if any(each != (size + PAGE - 1) // PAGE for each in sums):
            raise RuntimeError(f"sums of the pages are wrong: {sums}")
        return size / elapsed / 1e6

    def close(self):
        self.pool.close()
        self.pool.join()
