"""How soon the playground's page is painted, how soon a click shows its effect, and whether 500 messages scroll freely.

Everything is measured in the browser, by its own clock.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.clock import SystemClock
from bot.logs import set_up_logs
from bot.playground.people.person import Person
from tests.faults.arena import ROOT
from tests.page.school import ALONE, CHROMIUM, School, Visitor
from tests.people import Loop

ROUNDS = 25
MESSAGES = 500
# Clicks what the first selector finds, and waits until the second finds something, or finds nothing any more.
CLICK = """async ([clicked, shown, isThere]) => {
  const done = () => Boolean(document.querySelector(shown)) === isThere;
  const began = performance.now();
  const ended = new Promise(resolve => {
    const look = () => done() && resolve(performance.now());
    new MutationObserver(look).observe(document.documentElement, {subtree: true, childList: true, attributes: true});
  });
  [...document.querySelectorAll(clicked)].at(-1).click();
  return await ended - began;
}"""
SEND = """async ([text, count]) => {
  const area = document.querySelector("#main .composer textarea"), log = document.getElementById("log");
  area.value = text;
  const began = performance.now();
  const ended = new Promise(resolve => {
    new MutationObserver(() => log.querySelectorAll("article").length > count && resolve(performance.now()))
      .observe(log, {childList: true});
  });
  area.form.requestSubmit();
  return await ended - began;
}"""
# Scrolls through everything, up and down, a screen's third a frame, and counts what held the browser up for 50 ms.
SCROLL = """async () => {
  const tasks = [];
  new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({type: "longtask"});
  const log = document.getElementById("log"), frame = () => new Promise(requestAnimationFrame);
  for (const step of [-1, 1]) {
    for (let times = 0; times < 1000; times++) {
      const before = log.scrollTop;
      log.scrollTop += step * log.clientHeight / 3;
      await frame();
      if (log.scrollTop === before) break;
    }
  }
  await new Promise(resolve => setTimeout(resolve, 200));
  return tasks.filter(each => each.duration > 50).length;
}"""


def measure() -> dict[str, float]:
    """Seconds from the printed address to the first paint, milliseconds to an effect, long tasks while scrolling."""
    set_up_logs("ERROR")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ALONE)
        figures = {"page.first_paint_s": round(first_paint_s(browser), 3)}
        with _school() as school:
            figures["page.click_p95_ms"] = round(click_p95_ms(browser, school), 1)
            figures["page.long_tasks_500"] = float(long_tasks(browser, school))
        browser.close()
    return figures


def first_paint_s(browser: Browser) -> float:
    """Start the playground as a newcomer does, and open the address once it is printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo"]
    environment = {**os.environ, "PORT": str(port)}  # noqa: TID251 - a child's environment, not our settings
    page = browser.new_page()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                break
        printed = SystemClock().now().timestamp() * 1000
        page.goto(f"http://127.0.0.1:{port}/")
        painted = page.evaluate(
            "performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        process.terminate()
    page.close()
    return float(painted - printed) / 1000


def click_p95_ms(browser: Browser, school: School) -> float:
    """Open and close a form, send messages, and change places, many times; the 95th percentile of all."""
    visitor = Visitor.comes(browser, school.address)
    visitor.is_now("Ben Cho", "grade-5-math")
    waits = [wait for number in range(ROUNDS) for wait in _round(visitor.tab, number)]
    visitor.leaves()
    return statistics.quantiles(waits, n=20)[-1]


def _round(tab: Page, number: int) -> Iterator[float]:
    yield tab.evaluate(CLICK, ["#log [data-action='reflection.write']", "dialog.modal[open] textarea", True])
    yield tab.evaluate(CLICK, ["dialog.modal [data-close]", "dialog.modal", False])
    count = tab.locator("#log article").count()
    yield tab.evaluate(SEND, [f"Message {number}", count])
    yield tab.evaluate(CLICK, ["#channels ul:last-of-type a", "#channels ul:last-of-type a[aria-current]", True])
    yield tab.evaluate(CLICK, ["#channels ul:first-of-type a", "#channels ul:first-of-type a[aria-current]", True])


def long_tasks(browser: Browser, school: School) -> int:
    """Scroll through a channel with 500 messages more."""
    school.loop.run(_fill(school))
    visitor = Visitor.comes(browser, school.address)
    visitor.is_now("Ben Cho", "grade-5-math")
    visitor.tab.wait_for_timeout(1000)  # what loading did isn't scrolling
    tasks = int(visitor.tab.evaluate(SCROLL))
    visitor.leaves()
    return tasks


async def _fill(school: School) -> None:
    team = school.page.team
    ben = next(each for each in team.users.values() if each.real_name == "Ben Cho")
    person = Person(school.slack.world, team, ben, school.slack.road)
    room = team.named("grade-5-math")
    for number in range(MESSAGES):
        await person.says(f"*{number}* What did you see? _Two groups_ explain aloud, but not yet in writing.", room)
        await asyncio.sleep(0)


@contextmanager
def _school() -> Iterator[School]:
    loop = Loop()
    with tempfile.TemporaryDirectory() as folder:
        school = School.opened(loop, Path(folder))
        school.begins("prepared")
        yield school
        school.close()
    loop.stop()
