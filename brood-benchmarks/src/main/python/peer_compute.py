"""Rows about real work: how many times faster a pool does it than this process alone."""

import functools
import math
import multiprocessing
import random
import time


def is_prime(number):
    if number < 4:
        return number > 1
    if number % 2 == 0:
        return False
    for divisor in range(3, math.isqrt(number) + 1, 2):
        if number % divisor == 0:
            return False
    return True


def primes_in_block(size, block):
    return sum(map(is_prime, range(block * size, (block + 1) * size)))


def hits_in_part(points, seed):
    draw = random.Random(seed).random
    hits = 0
    for _ in range(points):
        x = draw()
        y = draw()
        if x * x + y * y <= 1.0:
            hits += 1
    return hits


class SpeedUp:
    def __init__(self, sizes, parts, function):
        self.parts = range(parts)
        self.function = function
        self.pool = multiprocessing.Pool(sizes["workers"])
        self.who = f"Pool({multiprocessing.get_start_method()})"

    def sample(self):
        start = time.perf_counter()
        alone = sum(map(self.function, self.parts))
        between = time.perf_counter()
        together = sum(self.pool.map(self.function, self.parts))
        end = time.perf_counter()
        if alone != together:
            raise RuntimeError(f"alone {alone}, with the pool {together}")
        return (between - start) / (end - between)

    def close(self):
        self.pool.close()
        self.pool.join()


class Primes(SpeedUp):
    """Counts the primes below a bound by trial division, in blocks."""

    def __init__(self, sizes):
        block = sizes["block"]
        super().__init__(sizes, sizes["below"] // block, functools.partial(primes_in_block, block))


class Pi(SpeedUp):
    """Counts random points in the quarter circle, in parts that are seeded by their number."""

    def __init__(self, sizes):
        parts = sizes["parts"]
        super().__init__(sizes, parts, functools.partial(hits_in_part, sizes["points"] // parts))
