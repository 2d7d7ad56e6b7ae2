"""A browser for a module's tests, and the prepared school behind the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.page.school import ALONE, CHROMIUM, School, Visitor
from tests.people import Loop


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; where it isn't installed the test is skipped and says so."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium isn't installed here; .ci/run installs it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ALONE, timeout=60_000)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def running(loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """The playground as `python -m bot demo` runs it; it is begun again for each test that asks for it."""
    school = School.opened(loop, Path(tmp_path_factory.mktemp("school")))
    yield school
    school.close()


@pytest.fixture
def school(running: School) -> School:
    """The prepared school, as it is at the beginning."""
    running.begins("prepared")
    return running


@pytest.fixture
def visitor(school: School, browser: Browser) -> Iterator[Visitor]:
    """Somebody who has just opened the page; nothing may have gone wrong in her browser."""
    came = Visitor.comes(browser, school.address)
    yield came
    came.leaves()
