"""Many splits, few workers, one order: bounded look-ahead over any `concurrent.futures.Executor`."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["in_order", "worker_count", "workers"]

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

    Threads are enough: tokenising, kernels and encoding release the interpreter lock.
    """
    count = worker_count(jobs)
    if executor is not None:
        yield executor, count
        return
    with ThreadPoolExecutor(count, thread_name_prefix="collecdata") as own:
        try:
            yield own, count
        except BaseException:
            own.shutdown(wait=True, cancel_futures=True)
            raise


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
