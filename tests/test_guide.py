"""The walk of docs/adding-a-feature.md, walked: `/thanks` is added to a copy of the tree, and everything holds."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATCH = ROOT / "docs" / "thanks.patch"
LEFT_OUT = shutil.ignore_patterns(".*", "build", "data", "__pycache__", "*.lock")
LAYERS = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
ANEW = "docs/thanks.patch doesn't fit any more: add the lines by hand and write it anew with `git diff -U1`"


@dataclass
class Part:
    """What the patch does to one file: its own lines, if it is new; else lines beside lines that stay."""

    path: str
    new: bool = False
    hunks: list[list[str]] = field(default_factory=list)

    def applied_to(self, lines: list[str]) -> list[str]:
        """The file with the lines in it; their place is found by the line before them, or else the line behind."""
        for hunk in self.hunks:
            added = [line[1:] for line in hunk if line.startswith("+")]
            before, behind = _beside(hunk)
            place = _after(lines, before, behind)
            lines = [*lines[:place], *added, *lines[place:]]
        return lines


def _beside(hunk: list[str]) -> tuple[str | None, str | None]:
    first = next(number for number, line in enumerate(hunk) if line.startswith("+"))
    last = max(number for number, line in enumerate(hunk) if line.startswith("+"))
    return (hunk[first - 1][1:] if first else None), (hunk[last + 1][1:] if last + 1 < len(hunk) else None)


def _after(lines: list[str], before: str | None, behind: str | None) -> int:
    pairs = [number + 1 for number in range(len(lines) - 1) if [before, behind] == lines[number : number + 2]]
    alone = [number + 1 for number, line in enumerate(lines) if line == before]
    ahead = [number for number, line in enumerate(lines) if line == behind]
    for places in (pairs, alone, ahead):
        if len(places) == 1:
            return places[0]
    pytest.fail(f"{ANEW} (“{before}”, “{behind}”).")


def parts() -> Iterator[Part]:
    """The files of the patch."""
    for text in PATCH.read_text("utf-8").split("diff --git ")[1:]:
        part = Part(re.findall(r" b/(\S+)", text)[0], "new file mode" in text)
        part.hunks = [hunk.splitlines()[1:] for hunk in re.split(r"^(?=@@ )", text, flags=re.MULTILINE)[1:]]
        yield part


@pytest.fixture(scope="module")
def with_thanks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with the feature in it."""
    tree = Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("guide") / "tree", ignore=LEFT_OUT))
    for part in parts():
        path = tree / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        before = [] if part.new else path.read_text("utf-8").splitlines()
        lines = [line[1:] for line in part.hunks[0]] if part.new else part.applied_to(before)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return tree


def run(tree: Path, *command: str) -> str:
    """Run a command as a contributor would, in the copy."""
    how = ["-c"] if command == (LAYERS,) else ["-m"]
    done = subprocess.run([sys.executable, *how, *command], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


@pytest.mark.long
def test_the_feature_of_the_guide_works_in_a_copy_of_the_tree(with_thanks: Path) -> None:
    """Its migration is written, its words, screens, doors and layers fit, its types hold, its story is true."""
    assert "_thanks.py" in run(with_thanks, "bot", "migration", "Thanks")
    run(with_thanks, "ruff", "check", "--quiet", "--fix", "migrations")
    run(with_thanks, "ruff", "format", "--quiet", "migrations")
    run(with_thanks, "ruff", "check", "--quiet", ".")
    assert "Everything fits together." in run(with_thanks, "bot", "check")
    mine = ["handlers/thanks.py", "workflows/thanks/__init__.py", "tests/stories/test_thanks.py"]
    run(with_thanks, "mypy", "--cache-dir", str(ROOT / ".mypy_cache" / "guide"), *mine)
    assert ", 0 broken." in run(with_thanks, LAYERS)
    run(with_thanks, "pytest", "-n0", "-q", "tests/stories/test_thanks.py", "tests/workflows/test_migrations.py")


def test_most_files_of_a_feature_are_its_own() -> None:
    """At most five others change, each by lines that are added."""
    own = [part.path for part in parts() if "thanks" in part.path]
    others = [part for part in parts() if "thanks" not in part.path]
    assert len(own) >= 8
    assert len(others) <= 5
    assert not [line for part in others for hunk in part.hunks for line in hunk if line.startswith("-")]


def test_the_guide_names_every_file_of_the_patch() -> None:
    text = (ROOT / "docs" / "adding-a-feature.md").read_text("utf-8")
    assert [part.path for part in parts() if f"`{part.path}`" not in text] == []
