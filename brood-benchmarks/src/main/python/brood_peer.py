"""The CPython side of one benchmark row.

Usage: python3 brood_peer.py ROW BOUND_SECONDS [SIZE=VALUE ...]

Prepares the row and says {"ready": WHO}; then measures once for each line that it reads and says {"value": NUMBER},
until its input ends. A child started by spawn runs this file again, so nothing is imported here that the child does not
need; the functions that children run are in modules, which CPython compiles once and not for each child.
"""

import sys

GRACE_SECONDS = 15

ROWS = {
    "start.forkserver": ("peer_start", "ForkserverStart"),
    "start.forkserver_burst": ("peer_start", "ForkserverStart"),
    "pool.first_result_forkserver": ("peer_start", "ForkserverFirstResult"),
    "pool.first_result_8_forkserver": ("peer_start", "ForkserverFirstResult"),
    "pool.first_task_forkserver": ("peer_start", "ForkserverFirstResult"),
    "pool.first_result_8": ("peer_start", "FirstResult"),
    "spare.first_reply": ("peer_start", "ForkserverFirstReply"),
    "spare.hand_out": ("peer_start", "ForkserverHandOut"),
    "start.fork_1mb": ("peer_start", "ForkStart"),
    "start.fork_170mb": ("peer_start", "ForkStart"),
    "start.spawn": ("peer_start", "SpawnStart"),
    "start.first_lock": ("peer_start", "FirstLock"),
    "start.first_put": ("peer_start", "FirstPut"),
    "pool.first_result": ("peer_start", "FirstResult"),
    "pool.apply": ("peer_pool", "Apply"),
    "pool.map": ("peer_pool", "Map"),
    "pool.map_chunk1": ("peer_pool", "MapChunk1"),
    "pool.imap_unordered": ("peer_pool", "ImapUnordered"),
    "pool.bytes_100mb": ("peer_pool", "BytesEcho"),
    "pool.uneven": ("peer_pool", "Uneven"),
    "pool.uneven_long_first": ("peer_pool", "UnevenLongFirst"),
    "pipe.rtt_64b": ("peer_pipe", "RoundTrip"),
    "pipe.echo_1mib": ("peer_pipe", "Rate"),
    "executor.submit": ("peer_executor", "Submit"),
    "executor.submit_all": ("peer_executor", "SubmitAll"),
    "queue.1p1c": ("peer_queue", "OneToOne"),
    "lock.value_increment": ("peer_lock", "ValueIncrement"),
    "semaphore.hand_over": ("peer_lock", "HandOver"),
    "semaphore.hand_over_native": ("peer_lock", "HandOver"),
    "memory.value_increment": ("peer_lock", "ValueIncrement"),
    "memory.broadcast": ("peer_memory", "Broadcast"),
    "manager.map_put": ("peer_manager", "MapPut"),
    "manager.map_get": ("peer_manager", "MapGet"),
    "manager.list_append": ("peer_manager", "ListAppend"),
    "manager.batch": ("peer_manager", "Batch"),
    "manager.create": ("peer_manager", "Create"),
    "manager.threads": ("peer_manager", "Threads"),
    "primes.speedup": ("peer_compute", "Primes"),
    "pi.speedup": ("peer_compute", "Pi"),
    "pool.idle": ("peer_idle", "IdleCpu"),
    "pool.idle_uss": ("peer_idle", "IdleMemory"),
    "pool.idle_pss": ("peer_idle", "IdleProportionalMemory"),
}


def say(key, value):
    import json

    print(json.dumps({key: value}), flush=True)


def serve(name, sizes):
    import importlib
    import platform

    module, class_name = ROWS[name]
    row = getattr(importlib.import_module(module), class_name)(sizes)
    try:
        say("ready", f"{platform.python_implementation()} {platform.python_version()} {row.who}")
        for line in sys.stdin:
            if line.strip() != "sample":
                break
            say("value", row.sample())
    finally:
        row.close()


def main():
    import faulthandler

    name, bound, *words = sys.argv[1:]
    # Whoever started this ends it in time; this is for when that one was killed.
    faulthandler.dump_traceback_later(int(bound) + GRACE_SECONDS, exit=True)
    if name not in ROWS:
        say("error", f"no row {name} here")
        sys.exit(2)
    try:
        serve(name, {key: int(value) for key, value in (word.split("=", 1) for word in words)})
    except Exception as failure:
        say("error", repr(failure))
        raise


if __name__ == "__main__":
    main()
