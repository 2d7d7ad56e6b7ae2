"""Which modules are mutated, and which tests are asked about them: the fast ones first, then whole stories."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Subject:
    """Some modules (paths or globs from the root), the tests that should notice a fault there soonest, and the rest."""

    name: str
    modules: tuple[str, ...]
    fast: tuple[str, ...]
    slow: tuple[str, ...] = ()


SUBJECTS = (
    Subject("rules", ("workflows/rules/*.py",), ("tests/rules",), ("tests/cycles", "tests/meetings", "tests/stories")),
    Subject("cycles", ("workflows/cycles/*.py",), ("tests/cycles",), ("tests/stories",)),
    Subject(
        "posts", ("workflows/posts/*.py",), ("tests/workflows",), ("tests/stories", "tests/faults/test_delivery.py")
    ),
    Subject(
        "store",
        ("workflows/store/claims.py", "workflows/store/engine.py", "workflows/store/vault.py"),
        ("tests/faults/test_claims.py", "tests/workflows"),
        ("tests/faults/test_delivery.py", "tests/stories/test_weekly_prompts.py"),
    ),
    Subject(
        "delivery",
        ("handlers/delivery/*.py",),
        ("tests/faults/test_delivery.py", "tests/faults/test_lookups.py", "tests/faults/test_guard.py"),
        ("tests/stories",),
    ),
    Subject(
        "doors",
        ("handlers/slack/request.py", "handlers/install.py"),
        ("tests/test_install.py", "tests/stories/test_strangers.py"),
        ("tests/stories",),
    ),
    Subject("commitments", ("workflows/commitments/*.py",), ("tests/stories/test_commitments.py",), ("tests/stories",)),
    Subject(
        "reflections",
        ("workflows/reflections/*.py",),
        ("tests/stories/test_weekly_prompts.py", "tests/stories/test_quotes.py"),
        ("tests/stories",),
    ),
    Subject(
        "brightspots",
        ("workflows/brightspots/*.py",),
        ("tests/stories/test_bright_spots.py", "tests/stories/test_bright_spots_kept_private.py"),
        ("tests/stories", "tests/workflows"),
    ),
    Subject(
        "privacy", ("workflows/privacy/*.py",), ("tests/test_privacy.py",), ("tests/stories/test_leaving_for_good.py",)
    ),
    Subject(
        "uploads",
        ("workflows/uploads/retention.py", "workflows/uploads/links.py"),
        ("tests/test_privacy.py", "tests/stories/test_upload_page.py"),
        ("tests/stories", "tests/workflows"),
    ),
    Subject("rosters", ("workflows/rosters/*.py",), ("tests/stories/test_rosters.py",), ("tests/stories",)),
    Subject(
        "digests", ("workflows/digests/*.py",), ("tests/stories/test_digest.py",), ("tests/stories", "tests/workflows")
    ),
    Subject("stats", ("workflows/stats/*.py",), ("tests/stats/test_formulas.py", "tests/stats"), ("tests/stories",)),
    Subject("formats", ("workflows/formats/*.py",), ("tests/formats",), ("tests/stories",)),
)


def modules_of(subject: Subject) -> list[Path]:
    """A subject's modules, as paths from the root."""
    found = {path for glob in subject.modules for path in ROOT.glob(glob)}
    return sorted(path.relative_to(ROOT) for path in found if path.name != "__init__.py")


def existing(paths: tuple[str, ...]) -> list[str]:
    """Those test files and folders that are there."""
    return [path for path in paths if (ROOT / path).exists()]
