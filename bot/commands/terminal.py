"""What commands say on a terminal: wrapped between words, green and red for well and wrong, how far a long task is."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

import typer

WIDTH, HANGING = 80, 2
COLOURS = {"ok": "green", "wrong": "red"}
PATIENCE_S = 0.5  # nobody needs to be told about what takes less


def wrapped(line: str, hanging: int = HANGING) -> str:
    """A line as several of at most eighty signs, the further ones set in; a word that is longer stays whole."""
    margin = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line.strip(),
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + " " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def judged(verdict: str, sentence: str) -> str:
    """A finding with its verdict before it, further lines under the first word of the sentence."""
    margin = " " * (max(map(len, COLOURS)) + 2)
    return f"{verdict:<{len(margin)}}{wrapped(margin + sentence, 0).lstrip()}"


def coloured(line: str) -> str:
    """The same line with its verdict in green or red; whoever prints it to a file leaves the colour out."""
    verdict = line.partition(" ")[0]
    return typer.style(verdict, fg=COLOURS[verdict]) + line[len(verdict) :] if verdict in COLOURS else line


@contextmanager
def progress(steps: int | None) -> Iterator[Callable[[str], None]]:
    """A bar on the error stream of a terminal, from half a second on; each report moves it one step."""
    # Loaded only here: most commands are over before they would be.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("Starting", total=steps)
    late = Timer(PATIENCE_S, bar.start)
    late.daemon = True
    if console.is_terminal:
        late.start()
    try:
        yield lambda step: bar.update(task, description=step, advance=1)
    finally:
        late.cancel()
        bar.stop()
