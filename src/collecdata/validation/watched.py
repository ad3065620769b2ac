"""A pattern that only Python reads and that may take for ever, tried in a process that can be stopped."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from typing import Self

from collecdata.errors import SchemaError

__all__ = ["WatchedPattern"]

PATIENCE = 5.0
"""Seconds that one value may take: honest patterns take microseconds."""
_CHILD = """
import json, re, sys
rx = re.compile(json.loads(sys.stdin.readline()))
for line in sys.stdin:
    print(int(rx.match(json.loads(line)) is not None), flush=True)
"""


class WatchedPattern:
    """Tells whether texts match, as `re.match` does.

    >>> with WatchedPattern(r"^(a+)+$") as pattern:
    ...     pattern.matches("aaa"), pattern.matches("aab")
    (True, False)
    """

    def __init__(self, pattern: str, patience: float = PATIENCE) -> None:
        self._pattern, self._patience = pattern, patience
        self._answers: queue.Queue[str] = queue.Queue()
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own program
            [sys.executable, "-I", "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(pattern)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def matches(self, text: str) -> bool:
        """Try one text.

        Raises:
            SchemaError: it takes too long: the pattern has to be rewritten.
        """
        self._say(text)
        try:
            return self._answers.get(timeout=self._patience) == "1"
        except queue.Empty as error:
            self.close()
            raise SchemaError("published.explosive", pattern=self._pattern) from error

    def close(self) -> None:
        """Stop the process."""
        self._child.kill()
        self._child.wait()
        self._listener.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _say(self, text: str) -> None:
        if self._child.stdin is not None:
            self._child.stdin.write(json.dumps(text) + "\n")
            self._child.stdin.flush()

    def _listen(self) -> None:
        for line in self._child.stdout or ():
            self._answers.put(line.strip())
