"""A pool of threads, results as they complete; only the standard library.

threads.py BASE_ADDRESS IDS THREADS: fetches the characters 1..IDS and prints {"seconds": ..., "processorSeconds": ..., "fetched": ...}.
"""

import http.client
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

base, ids, threads = urlsplit(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
local = threading.local()


def fetch(number):
    # One connection a thread, kept open: a new one for each request would only be slower.
    connection = getattr(local, "connection", None)
    if connection is None:
        connection = local.connection = http.client.HTTPConnection(base.hostname, base.port, timeout=30)
    connection.request("GET", f"{base.path}character/{number}", headers={"Accept": "application/json"})
    with connection.getresponse() as answer:
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"character {number}: {answer.status}")
    return json.loads(body)


def fetch_all(pool, count):
    characters = {}
    for done in as_completed([pool.submit(fetch, number) for number in range(1, count + 1)]):
        character = done.result()
        characters[character["id"]] = character
    return characters


with ThreadPoolExecutor(max_workers=threads) as pool:
    fetch_all(pool, 50)
    started, processor = time.perf_counter(), time.process_time()
    fetched = len(fetch_all(pool, ids))
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    print(json.dumps({"seconds": seconds, "processorSeconds": processor, "fetched": fetched}))
