"""What a cycle still has to say, and what a change to it would move."""

from collections.abc import Sequence
from datetime import date, time

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, fine_print, prose
from handlers.screens.cycles import plan_blocks
from handlers.screens.words import Voice
from workflows.cycles.agenda import Coming
from workflows.cycles.changes import ChangeCycle, Preview
from workflows.cycles.facts import Changed
from workflows.cycles.phases import allotments
from workflows.cycles.questions import LONGEST_OWN

T = "cycle_plan"


def plan_page(voice: Voice, memo: str, coming: Sequence[Coming]) -> Block:
    """Everything that is still to come; beside each message what can be done with it."""
    blocks = [*prose(voice.say(f"{T}.intro" if coming else f"{T}.empty"))]
    for each in coming:
        blocks += _line(voice, each)
    change = b.button(voice.plain(f"{T}.change"), "cycle.change")
    return b.modal("cycle.plan", voice.plain(f"{T}.title"), [*blocks, b.actions(change)],
                   close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def move_form(voice: Voice, memo: str, message: Coming, on: date, at: time) -> Block:
    """When a message should come instead."""
    asks = [
        fine_print(_what(voice, message)),
        b.ask("on", voice.plain(f"{T}.on"), b.day(on)),
        b.ask("at", voice.plain(f"{T}.at"), b.clock_time(at)),
    ]
    return b.modal("cycle.move_message", voice.plain(f"{T}.move"), asks,
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def own_form(voice: Voice, memo: str, message: Coming) -> Block:
    """The team's own question for a week."""
    own = b.ask("own", voice.plain(f"{T}.own"), b.lines(message.own, most=LONGEST_OWN),
                hint=voice.plain(f"{T}.own_hint"), optional=True)  # fmt: skip
    return b.modal("cycle.own_question", voice.plain(f"{T}.own_title"), [own],
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def change_form(voice: Voice, memo: str, cycle: ChangeCycle) -> Block:
    """Change a cycle: its form, filled in as it stands."""
    shared = {_written(each): _shared(voice, each) for weeks in (4, 5, 6) for each in allotments(weeks)}
    asks = [
        b.ask("question", voice.plain("cycle_form.question"), b.lines(cycle.question)),
        b.ask("weeks", voice.plain("cycle_form.weeks"), b.whole_number(cycle.weeks),
              hint=voice.plain("cycle_form.weeks_hint")),
        b.ask("starts_on", voice.plain("cycle_form.starts_on"), b.day(cycle.starts_on)),
        b.ask("allotment", voice.plain(f"{T}.allotment"), b.choice(shared, cycle.allotment),
              hint=voice.plain(f"{T}.allotment_hint")),
    ]  # fmt: skip
    return b.modal("cycle.change", voice.plain(f"{T}.change_title"), asks,
                   submit=voice.plain(f"{T}.look"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def change_preview(voice: Voice, preview: Preview) -> list[Block]:
    """What a change would move, above the form that asks for it; nothing has changed yet."""
    told = {"before": preview.before.ends_on, "after": preview.after.ends_on}
    return [*prose(voice.say(f"{T}.ends", **told)), *plan_blocks(voice, preview.after)]


def confirming(voice: Voice, view: Block) -> Block:
    """The same form, to be sent once more."""
    return view | {"submit": b.plain(voice.plain(f"{T}.confirm"), b.TITLE_MOST)}


def cycle_changed(voice: Voice, facts: Changed) -> Message:
    """The channel hears what the cycle is from now on."""
    told = vars(facts)
    text = voice.say(f"{T}.changed", **told)
    return Message(text, [*prose(text), b.quote(facts.question)])


def _line(voice: Voice, message: Coming) -> list[Block]:
    doing = ["put_back"] if message.skipped else ["move", "skip"]
    doing += ["own"] if message.week else []
    menu = b.overflow({f"{each} {message.key}": voice.plain(f"{T}.{each}") for each in doing}, "plan.choose")
    text = voice.say(f"{T}.line", what=_what(voice, message), due_at=message.due_at, skipped=message.skipped,
                     moved=message.moved)  # fmt: skip
    section = {**prose(text)[0], "accessory": menu}
    return [
        section,
        *([b.quote(message.own)] if message.own else []),
        fine_print(voice.say(f"{T}.why_{_kind(message)}")),
    ]


def _what(voice: Voice, message: Coming) -> str:
    return voice.say(f"{T}.what_{_kind(message)}", week=message.week, phase=message.phase)


def _kind(message: Coming) -> str:
    return str(message.kind).partition(":")[2]


def _written(allotment: tuple[int, ...]) -> str:
    return "/".join(map(str, allotment))


def _shared(voice: Voice, allotment: tuple[int, int, int, int]) -> str:
    analyze, design, implement, refine = allotment
    return voice.plain(f"{T}.shared", analyze=analyze, design=design, implement=implement, refine=refine)
