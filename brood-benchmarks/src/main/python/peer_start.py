"""Rows about starting: a process, and a pool until its first results."""

import multiprocessing
import statistics
import time


def nothing():
    pass


def lock_once(lock):
    with lock:
        pass


def put_once(queue):
    queue.put(1)


def reply(connection):
    connection.send_bytes(b"\x01")


def identity(value):
    return value


class SpawnStart:
    """Starts children that do nothing, one if sizes do not say more, and joins them; milliseconds."""

    method = "spawn"
    who = "Process(spawn)"

    def __init__(self, sizes):
        self.starts = sizes["starts"]
        self.children = sizes.get("children", 1)
        self.context = multiprocessing.get_context(self.method)

    def target(self):
        return nothing, ()

    def sample(self):
        return statistics.median(self._start() for _ in range(self.starts))

    def _start(self):
        function, arguments = self.target()
        start = time.perf_counter()
        processes = [
            self.context.Process(target=function, args=arguments) for _ in range(self.children)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        elapsed = time.perf_counter() - start
        for process in processes:
            if process.exitcode != 0:
                raise RuntimeError(f"exit code {process.exitcode}")
        return elapsed * 1e3

    def close(self):
        pass


class ForkserverStart(SpawnStart):
    """The same, from the fork server, which runs since the first start."""

    method = "forkserver"
    who = "Process(forkserver)"


class FirstLock(SpawnStart):
    """Starts a child that takes a lock once, and joins it; milliseconds."""

    def __init__(self, sizes):
        super().__init__(sizes)
        self.lock = self.context.Lock()

    def target(self):
        return lock_once, (self.lock,)


class FirstPut(SpawnStart):
    """Starts a child that puts into a queue once, and joins it; milliseconds."""

    def __init__(self, sizes):
        super().__init__(sizes)
        self.queue = self.context.Queue()

    def target(self):
        return put_once, (self.queue,)

    def sample(self):
        value = super().sample()
        for _ in range(self.starts * self.children):
            self.queue.get()
        return value


class FirstResult:
    """Creates a pool and maps one item per worker; milliseconds until the results. Closing is not timed."""

    method = "spawn"
    who = "Pool(spawn)"

    def __init__(self, sizes):
        self.starts = sizes["starts"]
        self.workers = sizes["workers"]
        self.context = multiprocessing.get_context(self.method)

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


class ForkserverFirstResult(FirstResult):
    """The same with workers from the fork server."""

    method = "forkserver"
    who = "Pool(forkserver)"


class ForkserverHandOut(ForkserverStart):
    """Until start() returns; milliseconds."""

    def _start(self):
        process = self.context.Process(target=nothing)
        start = time.perf_counter()
        process.start()
        elapsed = time.perf_counter() - start
        process.join()
        if process.exitcode != 0:
            raise RuntimeError(f"exit code {process.exitcode}")
        return elapsed * 1e3


class ForkserverFirstReply(ForkserverStart):
    """Until the target has sent a byte through a pipe; milliseconds."""

    def _start(self):
        here, there = self.context.Pipe()
        process = self.context.Process(target=reply, args=(there,))
        start = time.perf_counter()
        process.start()
        answer = here.recv_bytes()
        elapsed = time.perf_counter() - start
        process.join()
        if process.exitcode != 0 or answer != b"\x01":
            raise RuntimeError(f"exit code {process.exitcode}, answer {answer}")
        return elapsed * 1e3


class Entry:
    def __init__(self, index):
        self.name = f"entry {index}"
        self.number = index
        self.share = index / 2


TABLE = {}


def check(entries):
    if len(TABLE) != entries or TABLE[entries - 1].number != entries - 1:
        raise RuntimeError(f"entries={len(TABLE)}")


class ForkStart(SpawnStart):
    """Starts children by fork that look at a table of their parent, and joins them; milliseconds."""

    method = "fork"
    who = "Process(fork)"

    def __init__(self, sizes):
        super().__init__(sizes)
        self.entries = sizes["entries"]
        TABLE.update((index, Entry(index)) for index in range(self.entries))

    def _start(self):
        start = time.perf_counter()
        process = self.context.Process(target=check, args=(self.entries,))
        process.start()
        process.join()
        elapsed = time.perf_counter() - start
        if process.exitcode != 0:
            raise RuntimeError(f"exit code {process.exitcode}")
        return elapsed * 1e3

    def close(self):
        TABLE.clear()
