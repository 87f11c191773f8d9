"""asyncio and aiohttp, all requests at once, gathered.

asyncio_gather.py BASE_ADDRESS IDS CONNECTIONS: fetches the characters 1..IDS over at most CONNECTIONS connections and prints
{"seconds": ..., "processorSeconds": ..., "fetched": ...}, or {"skipped": why} where aiohttp is not installed.
"""

import asyncio
import json
import sys
import time

try:
    import aiohttp
except ImportError:
    print(json.dumps({"skipped": "aiohttp is not installed"}))
    sys.exit(0)

base, ids, connections = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


async def fetch(session, number):
    async with session.get(f"{base}character/{number}") as answer:
        answer.raise_for_status()
        return await answer.json()


async def main():
    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(fetch(session, number) for number in range(1, 51)))
        started, processor = time.perf_counter(), time.process_time()
        characters = await asyncio.gather(*(fetch(session, number) for number in range(1, ids + 1)))
        fetched = len({character["id"] for character in characters})
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        print(json.dumps({"seconds": seconds, "processorSeconds": processor, "fetched": fetched}))


asyncio.run(main())
