"""What a visitor does on the page, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.page.school import PHONE, School, Visitor

pytestmark = pytest.mark.long


@pytest.fixture
def another(school: School, browser: Browser) -> Iterator[Visitor]:
    """A second visitor, in a tab of her own."""
    came = Visitor.comes(browser, school.address)
    yield came
    came.leaves()


def test_a_form_with_a_mistake_says_so_at_the_question(visitor: Visitor) -> None:
    """Slack's own complaint and the bot's stand below their questions, and the first has the focus."""
    visitor.is_now("Kim Lake", "grade-4-math")
    visitor.sends("/cycle start")
    form = visitor.dialog("Set up your team")
    form.get_by_role("button", name="Next").click()

    expect(form.get_by_role("alert").first).to_have_text("Please fill this in.")
    team = form.get_by_role("textbox", name="Team", exact=True)
    expect(team).to_be_focused()
    expect(team).to_have_attribute("aria-invalid", "true")
    visitor.tab.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_two_people_in_two_tabs_see_each_other(visitor: Visitor, another: Visitor) -> None:
    """What one says arrives at the other, with a mention by name; elsewhere it is counted as new."""
    visitor.is_now("Ana Ruiz", "grade-5-math")
    another.is_now("Ben Cho", "grade-5-math")
    visitor.sends("Good morning @Ben Cho, <b>here</b> we are *all*")
    another.sees("Good morning")

    message = another.log.get_by_role("article").last
    expect(message.get_by_text("@Ben Cho")).to_be_visible()
    expect(message).to_contain_text("<b>here</b>")
    expect(message.locator("strong", has_text="all")).to_be_visible()

    visitor.goes_to("lakeside-ilt")
    another.sends("And good morning to you")
    new = visitor.tab.get_by_role("navigation", name="Channels").get_by_role("link", name="grade-5-math 1 new")
    new.wait_for()


def test_a_thread_beside_its_channel(visitor: Visitor, another: Visitor) -> None:
    """A reply stands in the thread, in both tabs; its message counts it; commands don't work there."""
    visitor.is_now("Ana Ruiz", "grade-5-math")
    another.is_now("Ben Cho", "grade-5-math")
    visitor.sends("Who has the samples?")
    another.sees("Who has the samples?")
    for each in (visitor, another):
        message = each.log.get_by_role("article").last
        message.hover()
        message.get_by_role("button", name="Reply in thread").click()
    reply = another.tab.get_by_role("textbox", name="Reply", exact=True)
    reply.fill("I do")
    reply.press("Enter")

    visitor.tab.get_by_role("log", name="Replies").get_by_text("I do").wait_for()
    visitor.log.get_by_role("button", name="1 reply").wait_for()
    assert visitor.log.get_by_text("I do").count() == 0


def test_an_unknown_command_and_the_completion(visitor: Visitor) -> None:
    """What the manifest knows is offered while one types; what it doesn't know is told only to the one who typed."""
    visitor.composer.fill("/br")
    options = visitor.tab.get_by_role("listbox", name="Commands").get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("/brightspots")
    visitor.composer.press("ArrowDown")
    visitor.composer.press("Tab")
    expect(visitor.composer).to_have_value("/brightspots ")

    visitor.sends("/nonsense")
    visitor.sees("is not a valid command")
    expect(visitor.log.get_by_role("article").last).to_contain_text("Only visible to you")


def test_time_goes_forward_and_things_arrive(visitor: Visitor) -> None:
    """An hour, the next thing, a week and a date; never back."""
    clock = visitor.tab.locator("#clock")
    expect(clock).to_have_text("Tue, October 20, 8:05 AM")
    visitor.presses("Next thing")
    expect(clock).to_have_text("Tue, October 20, 8:20 AM")
    visitor.sees("Examining data")

    visitor.presses("+1 hour")
    expect(clock).to_have_text("Tue, October 20, 9:20 AM")
    visitor.presses("Next week")
    expect(clock).to_have_text("Tue, October 27, 9:20 AM")
    visitor.sees("Week 3 of 5")

    visitor.tab.get_by_label("A date and time to go to").fill("2026-10-26T09:00")
    visitor.presses("Go")
    expect(visitor.tab.get_by_role("status").filter(has_text="Time only goes forward here")).to_be_visible()
    visitor.tab.get_by_label("A date and time to go to").fill("2026-11-02T07:00")
    visitor.presses("Go")
    expect(clock).to_have_text("Mon, November 2, 7:00 AM")


def test_the_sample_export_is_uploaded(visitor: Visitor) -> None:
    """A file input offers the sample; the review, with its menu, arrives and is confirmed."""
    visitor.is_now("Dana Lee", "lakeside-ilt")
    visitor.sends("/brightspots upload")
    form = visitor.dialog("Upload scores")
    form.get_by_role("button", name="Use the sample AssessmentResults.csv").click()
    expect(form.get_by_role("listitem")).to_contain_text("AssessmentResults.csv")
    form.locator("button[data-submit]").click()
    expect(form).to_be_hidden()

    visitor.goes_to("Brightcycle")
    visitor.sees("AssessmentResults.csv")


def test_start_fresh_empties_the_school_and_is_undone(visitor: Visitor) -> None:
    """Nothing is left but people and channels; one press brings the prepared school back."""
    visitor.presses("Start fresh")
    visitor.tab.get_by_text("This school is empty now.").wait_for()
    visitor.tab.get_by_text("Nothing has been said here yet.").wait_for()

    visitor.tab.get_by_role("button", name="Bring the prepared school back").click()
    visitor.sees("In 15 minutes")


def test_behind_the_scenes(visitor: Visitor) -> None:
    """What is planned, what a message is made of, and why it was sent."""
    panel = visitor.tab.get_by_role("complementary", name="Behind the scenes")
    message = visitor.log.get_by_role("article").filter(has_text="In 15 minutes").last
    message.hover()
    message.locator("summary").last.click()
    message.get_by_role("button", name="Show the payload").click()

    expect(panel).to_contain_text('"type": "header"')
    expect(panel).to_contain_text("meeting:reminder")
    expect(panel.get_by_role("heading", name="What is planned")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1360, 850), PHONE], ids=["desk", "phone"])
def test_nobody_is_kept_out(school: School, browser: Browser, size: tuple[int, int], scheme: str) -> None:
    """Axe finds nothing serious, in light and dark, at a desk and on a phone, with and without a form in front."""
    visitor = Visitor.comes(browser, school.address, size, color_scheme=scheme)
    assert visitor.barriers() == []
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= size[0]

    visitor.is_now("Kim Lake", "grade-4-math")
    visitor.sends("/cycle start")
    visitor.dialog("Set up your team")
    assert visitor.barriers() == []
    visitor.leaves()
