"""`make pictures`: the pictures of README.md and docs/tour.md, from a walk through the tour, in light and dark.

``python -m tests.page.pictures [folder]`` writes them to docs/pictures, or elsewhere.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.logs import set_up_logs
from tests.page.school import ALONE, CHROMIUM, School, Visitor
from tests.page.tour import walk
from tests.people import Loop

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZE = (1180, 720)
QUALITY = 62


def main() -> None:
    """Walk through the tour twice."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    set_up_logs("ERROR")
    loop = Loop()
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        school = School.opened(loop, Path(home))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ALONE)
        for scheme in ("light", "dark"):
            school.begins("prepared")
            take(browser, school, folder, scheme)
        browser.close()
        school.close()
    loop.stop()


def take(browser: Browser, school: School, folder: Path, scheme: str) -> None:
    """Take the pictures of one walk."""
    visitor = Visitor.comes(browser, school.address, SIZE, color_scheme=scheme, reduced_motion="reduce")
    _shoot(visitor, folder / f"page-{scheme}.jpg")
    walk(visitor, lambda stop: _shoot(visitor, folder / f"{stop}-{scheme}.jpg"))
    visitor.leaves()


def _shoot(visitor: Visitor, path: Path) -> None:
    visitor.tab.screenshot(path=path, type="jpeg", quality=QUALITY)


if __name__ == "__main__":
    main()
