"""Many splits, few workers, one order: bounded look-ahead over any `concurrent.futures.Executor`."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["WORTH_RECOGNISING", "Inline", "cluster", "engine_of", "in_order", "lot_workers", "worker_count", "workers"]

WAIT = "10s"
RETRIES = 5
AHEAD = 4
"""Lots in flight for each worker: a long one must not keep the others waiting."""
WORTH_PROCESSES = 8
"""Lots from which processes are started: each takes half a second."""
WORTH_RECOGNISING = 256
"""Files from which they are started to recognise files: a small one takes some milliseconds."""

T = TypeVar("T")
R = TypeVar("R")


def worker_count(jobs: int | str) -> int:
    """Turn `--jobs` into a number of workers; `auto` is one a usable core.

    >>> worker_count("3")
    3

    Raises:
        UsageError: neither `auto` nor a number of at least 1.
    """
    if jobs == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        count = int(jobs)
    except ValueError:
        count = 0
    if count < 1:
        raise UsageError("usage.jobs", value=str(jobs))
    return count


@contextmanager
def workers(jobs: int | str, executor: Executor | None = None) -> Iterator[tuple[Executor, int]]:
    """Give an executor and its width: the caller's (a cluster's, say), else our own threads.

    Threads are enough: tokenising, kernels and encoding release the interpreter lock. One worker needs none: all is
    done in turn, on one core.
    """
    count = worker_count(jobs)
    if executor is not None:
        yield executor, max(count, _cores(executor))
        return
    if count == 1:
        yield Inline(), 0
        return
    with ThreadPoolExecutor(count, thread_name_prefix="collecdata") as own:
        try:
            yield own, count
        except BaseException:
            own.shutdown(wait=True, cancel_futures=True)
            raise


def _cores(executor: Executor) -> int:
    """Count the cores of the cluster behind an executor; 0 for any other."""
    client: Any = getattr(executor, "_client", None)
    return sum(client.ncores().values()) if client is not None else 0


def engine_of(name: str, scheduler: str | None, executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """Give who converts: None for this machine's own threads and processes.

    Raises:
        UsageError: no such engine, or a cluster that does not answer.
    """
    if name == "local" and scheduler is None:
        return nullcontext(executor)
    if name == "dask" and scheduler is not None:
        return cluster(scheduler)
    raise UsageError("usage.engine", value=name)


@contextmanager
def cluster(scheduler: str) -> Iterator[Executor]:
    """Give the workers of a Dask cluster, which see the same files under the same paths.

    What a worker that dies was doing is done again by another: work is the same however often it is done.

    Raises:
        UsageError: Dask is not installed (`usage.dask_absent`), or no scheduler answers there (`usage.scheduler`).
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError("usage.dask_absent") from error
    try:
        client = distributed.Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError("usage.scheduler", value=scheduler, reason=str(error) or type(error).__name__) from error
    with client:
        yield client.get_executor(retries=RETRIES, pure=False)


@contextmanager
def lot_workers(jobs: int | str, lots: int, executor: Executor | None = None) -> Iterator[tuple[Executor, int]]:
    """Give an executor for whole lots: the caller's, else processes of our own, once they are worth their start.

    Many small files are mostly Python, which threads of one process cannot share.

    Raises:
        UsageError: one of the processes was stopped from without.
    """
    count = min(worker_count(jobs), lots)
    if executor is not None:
        yield executor, AHEAD * max(count, lots)
    elif count < 2 or lots < WORTH_PROCESSES:  # noqa: PLR2004 - one worker
        yield Inline(), 1
    else:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as own:
            try:
                yield own, AHEAD * count
            except BrokenExecutor as error:
                raise UsageError("usage.worker") from error
            except BaseException:
                own.shutdown(wait=True, cancel_futures=True)
                raise


class Inline(Executor):
    """Runs what it is given at once, in the thread that gives it."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Run it."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on, as an executor does
            future.set_exception(error)
        return future


def in_order(executor: Executor, width: int, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """Run `work` on every task, at most `width` + 1 in flight, and yield results in the order of the tasks.

    >>> with ThreadPoolExecutor(2) as pool:
    ...     list(in_order(pool, 2, lambda n: n * n, range(5)))
    [0, 1, 4, 9, 16]
    """
    pending: deque[Future[R]] = deque()
    try:
        for task in tasks:
            pending.append(executor.submit(work, task))
            if len(pending) > width:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()
