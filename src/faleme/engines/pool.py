"""The local engine: a pool of processes, forked when the models are loaded, so that they are loaded once.

The parent cuts the input into chunks and hands them out, a few ahead of the workers; parts come back in the
order of the input.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from faleme.engines.batches import ReadSettings, resources_of
from faleme.engines.lake import Lake
from faleme.engines.parts import Done, done_before, read_part
from faleme.engines.sources import Chunk, Unit, chunks_of
from faleme.errors import FalemeError, InputError

_AHEAD = 2
"""Chunks that wait for each worker: so many are held in memory."""


def read_local(
    units: Iterable[Unit],
    lake: Lake,
    settings: ReadSettings,
    *,
    workers: int,
    failed: Callable[[InputError], None],
) -> Iterator[Done]:
    """Read units into a lake; parts in the order of the input. A file that breaks off is told to `failed`."""
    lake.clear_unfinished()
    edition, held = settings.edition, lake.manifests()
    resources_of(settings)
    waiting: deque[Done | Future[Done]] = deque()
    gc.collect()
    gc.freeze()  # a collection in a worker would copy the pages that it shares with the others
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            for chunk in _chunks(units, failed):
                known = done_before(chunk, edition, held.get(chunk.name))
                waiting.append(known or pool.submit(read_part, chunk, lake, settings, edition))
                while waiting and (
                    len(waiting) > _AHEAD * workers or isinstance(waiting[0], Done) or waiting[0].done()
                ):
                    yield _outcome(waiting.popleft())
            while waiting:
                yield _outcome(waiting.popleft())
    except BrokenProcessPool as error:
        raise FalemeError(
            "a worker was killed (out of memory?); run again, with fewer --workers: what is done is kept"
        ) from error
    finally:
        gc.unfreeze()


def _chunks(units: Iterable[Unit], failed: Callable[[InputError], None]) -> Iterator[Chunk]:
    for unit in units:
        try:
            yield from chunks_of(unit)
        except InputError as error:
            failed(error)


def _outcome(part: Done | Future[Done]) -> Done:
    return part if isinstance(part, Done) else part.result()
