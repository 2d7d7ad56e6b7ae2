"""The guided tour, walked by keyboard alone: for the test, and for the pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.page.school import Visitor

MOST_TABS = 250
QUESTION = "I wonder how we can use number talks so that all students explain how they think."
Look = Callable[[str], None]


@dataclass(frozen=True)
class Keys:
    """Somebody who has no mouse."""

    visitor: Visitor

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.visitor.tab.keyboard.press(key)

    def types(self, text: str) -> None:
        """Type where the focus is."""
        self.visitor.tab.keyboard.type(text)

    def goes_to(self, wanted: Locator) -> None:
        """Press Tab until something has the focus."""
        wanted.wait_for()
        for _press in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.presses("Tab")
        raise AssertionError(f"{wanted} can't be reached by keyboard")

    def enters(self, wanted: Locator) -> None:
        """Go somewhere and press Enter."""
        self.goes_to(wanted)
        self.presses("Enter")

    def button(self, name: str) -> Locator:
        """The newest button with these words."""
        return self.visitor.tab.get_by_role("button", name=name, exact=True).last

    def fills(self, form: Locator, **answers: str) -> None:
        """Type into the questions of a form, found by their block ids."""
        for block, answer in answers.items():
            field = form.locator(f"[data-block='{block}']").first
            self.goes_to(field)
            if field.evaluate("each => each.type === 'text'"):
                self.presses("Control+a")
            self.types(answer)


def walk(visitor: Visitor, look: Look) -> None:
    """Walk through all stops; ``look`` is called at each, with its name."""
    keys = Keys(visitor)
    keys.enters(keys.button("Tour"))
    for number, stop in enumerate((start, answer, meet, keep, upload, consent), start=1):
        expect(visitor.tab.get_by_text(f"Stop {number} of 6")).to_be_visible()
        stop(keys, look)
        keys.enters(keys.button("End of the tour" if number == 6 else "Next stop"))
    expect(visitor.tab.get_by_text("Stop 6 of 6")).to_be_hidden()


def is_done(keys: Keys) -> None:
    """Wait until the tour has noticed."""
    expect(keys.visitor.tab.locator(".stop:not([hidden]) .done")).to_have_text("Done. That's all there is to it.")


def start(keys: Keys, look: Look) -> None:
    """Kim sets Grade 4 up and starts its first cycle."""
    keys.presses("Enter")  # "Be Kim" has the focus
    expect(keys.visitor.composer).to_have_value("/cycle start")
    expect(keys.visitor.composer).to_be_focused()
    keys.presses("Enter")
    form = keys.visitor.dialog("Set up your team")
    keys.fills(form, name="Grade 4 Math", school="Lakeside Elementary", grade="4", subject="Math", weekday="Wed")
    keys.enters(form.get_by_role("button", name="Next", exact=True))
    form = keys.visitor.dialog("Start a cycle")
    keys.fills(form, question=QUESTION)
    look("start")
    keys.enters(form.get_by_role("button", name="Start", exact=True))
    is_done(keys)


def answer(keys: Keys, look: Look) -> None:
    """Ben answers the question of the week."""
    keys.presses("Enter")
    expect(keys.visitor.log).to_be_focused()
    keys.enters(keys.button("Write a reflection"))
    form = keys.visitor.dialog("Your reflection")
    keys.fills(form, text="Two groups explain their thinking aloud, but not yet in writing.")
    look("answer")
    keys.enters(form.get_by_role("button", name="Send", exact=True))
    is_done(keys)


def meet(keys: Keys, look: Look) -> None:
    """Ana's meeting begins, and goes on by the clock."""
    keys.presses("Enter")
    expect(keys.visitor.log).to_be_focused()
    before = keys.visitor.log.get_by_role("article").count()
    keys.enters(keys.button("Next thing"))
    keys.visitor.log.get_by_role("article").nth(before).wait_for()
    look("meet")


def keep(keys: Keys, look: Look) -> None:
    """Chloé is asked about her promise, and has kept it."""
    keys.presses("Enter")
    done = keys.visitor.log.get_by_role("button", name="I did it", exact=True).last
    for _time in range(30):
        if done.is_visible():
            break
        keys.enters(keys.button("Next thing"))
        keys.visitor.tab.wait_for_selector("[data-travel]:not([aria-disabled])")
    look("keep")
    keys.enters(done)
    is_done(keys)


def upload(keys: Keys, look: Look) -> None:
    """Dana uploads the sample and imports it."""
    keys.presses("Enter")
    expect(keys.visitor.composer).to_have_value("/brightspots upload")
    keys.presses("Enter")
    form = keys.visitor.dialog("Upload scores")
    keys.enters(form.get_by_role("button", name="Use the sample AssessmentResults.csv"))
    expect(form.get_by_role("listitem")).to_contain_text("AssessmentResults.csv")
    keys.enters(form.locator("button[data-submit]"))
    keys.enters(keys.visitor.tab.get_by_role("link", name="Brightcycle"))
    keys.visitor.sees("AssessmentResults.csv")
    look("upload")
    keys.enters(keys.button("Import"))
    is_done(keys)


def consent(keys: Keys, look: Look) -> None:
    """Chloé shares what was found; the leadership team reads it in the digest."""
    tab = keys.visitor.tab
    keys.enters(keys.button("Be Chloé"))
    expect(keys.visitor.log).to_be_focused()
    keys.goes_to(keys.button("Share with my name"))
    look("consent")
    keys.presses("Enter")
    form = tab.get_by_role("dialog")
    keys.fills(form, practice="Before anybody computes, every pair says what the answer will be like.")
    keys.enters(form.locator("button[data-submit]"))
    is_done(keys)
    keys.goes_to(tab.get_by_role("combobox", name="You are"))
    keys.types("Dana")
    keys.enters(tab.get_by_role("link", name="lakeside-ilt"))
    keys.enters(keys.button("Next week"))
    tab.wait_for_selector("[data-travel]:not([aria-disabled])")
    keys.visitor.log.locator("table").last.wait_for()
    keys.goes_to(keys.visitor.log)
    keys.presses("End")
    look("digest")
