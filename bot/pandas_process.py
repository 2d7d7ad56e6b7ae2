"""One other process for heavy reading: pandas is loaded there, when a file comes, and nowhere else."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ClassVar, TypeVar

Result = TypeVar("Result")


class PandasProcess:
    """Runs one function at a time in a worker process that is started when first needed.

    The process is shared by everything in a program and ends with it: starting one and loading pandas takes seconds.
    """

    _pool: ClassVar[ProcessPoolExecutor | None] = None

    async def __call__(self, work: Callable[..., Result], *args: object) -> Result:
        """Run ``work(*args)``; everything given and returned must be picklable.

        Raises
        ------
        concurrent.futures.process.BrokenProcessPool
            When the process died, as it does when a file needs more memory than there is. The next call starts anew.
        """
        if PandasProcess._pool is None:
            # Spawned, not forked: a fork would copy this process's threads' locks in whatever state they are.
            PandasProcess._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        try:
            return await asyncio.get_running_loop().run_in_executor(PandasProcess._pool, work, *args)
        except BrokenProcessPool:
            PandasProcess._pool = None
            raise
