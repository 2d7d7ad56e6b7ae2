"""What people see of a cycle: its posts, its form, where it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, clipped, fine_print, header, labelled, prose, quote
from handlers.screens.words import Voice
from workflows.cycles import prompts
from workflows.cycles.facts import Asking, Moved, Started
from workflows.cycles.phases import Phase
from workflows.cycles.plans import Plan
from workflows.cycles.questions import Prompted
from workflows.cycles.records import Ingredient
from workflows.cycles.stages import Move, Stage, moves_from
from workflows.meetings.library import Library
from workflows.reflections import Summary
from workflows.threads import Closing, PhaseRead

MOST_QUOTES, QUOTED = 15, 600  # so that a message stays well below what Slack takes in all
USUAL_WEEKS = 5
LINE = 240


@dataclass(frozen=True)
class Status:
    """Where a team's cycle stands, for whoever asks."""

    cycle: int
    team: str
    question: str
    stage: str
    week: int | None
    weeks: int
    phase: Phase | None
    starts_on: date
    ends_on: date
    today: date
    next_at: datetime | None
    decided: tuple[Phase, ...]
    missing: tuple[Ingredient, ...]
    promises: int
    pieces: int
    is_theirs: bool
    trouble: str | None  # why Slack takes no messages from us here at the moment


def cycle_started(voice: Voice, facts: Started) -> Message:
    """The channel hears that a cycle begins, and what it asks."""
    told = vars(facts)
    blocks = [
        header(voice.plain("cycle_started.headline")),
        *prose(voice.say("cycle_started.body", **told)),
        quote(facts.question),
        fine_print(voice.say("cycle_started.next", **told)),
    ]
    return Message(voice.say("cycle_started.summary", **told), blocks)


def weekly_prompt(library: Library, voice: Voice, facts: Asking) -> Message:
    """The week's question, with a button to answer it and one for what the team has decided."""
    title, question = question_of(library, voice, facts.prompt)
    phase = facts.prompt.phase
    told = {"week": facts.prompt.week, "weeks": facts.weeks, "title": title, "phase": phase}
    value = f"{facts.cycle} {facts.on.isoformat()}"
    asked = [quote(facts.prompt.own)] if facts.prompt.own else prose(question)
    blocks = [
        header(voice.plain("cycle_prompt.headline", **told)),
        fine_print(voice.say("cycle_prompt.phase", **told)),
        *asked,
        actions(
            button(voice.plain("cycle_prompt.write"), "reflection.write", value, style="primary"),
            button(voice.plain("cycle_prompt.decide"), f"decision.{phase}", str(facts.cycle)),
        ),
        fine_print(voice.say("cycle_prompt.note")),
    ]
    return Message(voice.say("cycle_prompt.summary", **told), blocks)


def question_of(library: Library, voice: Voice, prompt: Prompted) -> tuple[str, str]:
    """The title and the words of a week's question, in the voice's language or in the team's own words."""
    if prompt.own:
        return voice.plain("cycle_prompt.own"), prompt.own
    chosen = prompts.prompt_for(prompts.for_audience(library.prompts, "team"), prompt.phase, prompt.place)
    spoken = prompts.in_language(chosen, voice.language)
    return spoken.title, spoken.text


def phase_summary(voice: Voice, facts: PhaseRead) -> Message:
    """At a phase's end the team reads what its members wrote, and is asked what it decided."""
    end = facts.end
    told = {"phase": end.phase, "decided": end.decided}
    blocks: list[Block] = [header(voice.plain("phase_summary.headline", **told)), *words(voice, facts.summary)]
    if not end.decided:
        blocks += prose(voice.say("phase_summary.ask", **told))
    if end.missing:
        blocks += prose(voice.say("phase_summary.missing", missing=ingredients_in(voice, end.missing)))
    if not end.decided or end.missing:
        blocks.append(actions(*_deciding(voice, facts)))
    return Message(voice.say("phase_summary.summary", **told), blocks)


def words(voice: Voice, summary: Summary) -> list[Block]:
    """What members wrote, in their own words, and how many answers are kept back."""
    blocks: list[Block] = prose(voice.say("phase_summary.body")) if summary.answers else []
    for answer in summary.answers[:MOST_QUOTES]:
        by = fine_print(voice.say("phase_summary.by", who=answer.by))
        blocks += [quote(clipped(answer.text, QUOTED)), by]
    more = len(summary.answers) - MOST_QUOTES
    if more > 0:
        blocks.append(fine_print(voice.say("phase_summary.more", more=more)))
    if summary.kept_back:
        blocks.append(fine_print(voice.say("phase_summary.kept_back", kept_back=summary.kept_back)))
    return blocks


def ingredients_in(voice: Voice, missing: tuple[Ingredient, ...]) -> str:
    """Some of the six ingredients, named one after the other."""
    return ", ".join(voice.plain(f"cycle_words.ingredient_{each}") for each in missing)


def cycle_closing(voice: Voice, facts: Closing) -> Message:
    """On the last day: the thread in the team's own words, and what can be done with it."""
    counts = {"reflections": facts.reflections, "made": facts.made, "done": facts.done, "pieces": facts.pieces}
    blocks = [
        header(voice.plain("cycle_closing.headline", weeks=facts.weeks)),
        labelled(_thread_lines(voice, facts), LINE),
        *prose(voice.say("cycle_closing.counts", **counts)),
    ]
    if facts.refined is None:
        blocks += prose(voice.say("cycle_closing.ask"))
    blocks.append(actions(*_closing_buttons(voice, facts)))
    return Message(voice.say("cycle_closing.summary", weeks=facts.weeks), [*blocks, *words(voice, facts.summary)])


def _thread_lines(voice: Voice, facts: Closing) -> list[tuple[str, str]]:
    """Under ten lines from the question to what comes next; what the team never said isn't made up."""
    said: list[tuple[str, str]] = [("asked", facts.question)]
    if facts.analyzed:
        said.append(("problem", facts.analyzed.priority))
        said += [("barrier", facts.analyzed.barrier)] if facts.analyzed.barrier else []
    if facts.designed and facts.refined is None:
        said.append(("tried", " · ".join(facts.designed.practices)))
    seen = [facts.refined.saw] if facts.refined and facts.refined.saw else []
    said += [("saw", " · ".join([*seen, *facts.seen]))] if seen or facts.seen else []
    if facts.refined:
        said += [(f"fate_{fate}", f"{practice} ({why})") for practice, fate, why in facts.refined.outcomes]
        said += [("share", facts.refined.share)] if facts.refined.share else []
        said += [("next", facts.refined.what_next)] if facts.refined.what_next else []
    return [(voice.plain(f"cycle_closing.{label}"), text) for label, text in said]


def _closing_buttons(voice: Voice, facts: Closing) -> list[Block]:
    cycle = str(facts.cycle)
    decide = button(voice.plain("cycle_closing.decide"), "decision.refine", cycle)
    card = button(voice.plain("cycle_closing.card"), "cycle.card", cycle)
    return [
        button(voice.plain("cycle_closing.close"), "cycle.close", cycle, style="primary"),
        button(voice.plain("cycle_closing.start_next"), "cycle.next", cycle),
        card if facts.refined else decide,
    ]


def cycle_moved(voice: Voice, facts: Moved) -> Message:
    """The channel hears who paused, resumed, closed or cancelled the cycle."""
    text = voice.say("cycle_moved.summary", **vars(facts))
    return Message(text, prose(text))


def cycle_form(voice: Voice, channel: str, starts_on: date, question: str = "", plan: Plan | None = None) -> Block:
    """Start a cycle; beneath the questions stands what will happen when."""
    t = "cycle_form"
    hint = voice.plain(f"{t}.question_hint")
    return b.modal(
        "cycle.start",
        voice.plain(f"{t}.title"),
        [
            b.ask("question", voice.plain(f"{t}.question"), b.lines(question[:3000]), hint=hint),
            b.dispatched(b.ask("weeks", voice.plain(f"{t}.weeks"), b.whole_number(plan.weeks if plan else USUAL_WEEKS),
                               hint=voice.plain(f"{t}.weeks_hint"))),
            b.dispatched(b.ask("starts_on", voice.plain(f"{t}.starts_on"), b.day(starts_on))),
            *(plan_blocks(voice, plan) if plan else []),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )  # fmt: skip


def plan_blocks(voice: Voice, plan: Plan) -> list[Block]:
    """When each phase is, and when the team hears from us."""
    phases = "\n".join(
        voice.say("cycle_form.phase", phase=phase, first_on=first_on, last_on=last_on)
        for phase, first_on, last_on in plan.phases
    )
    told = {"asked_at": plan.asked_at, "first_asked_on": plan.first_asked_on, "closed": plan.weeks_closed}
    return [*prose(phases), fine_print(voice.say("cycle_form.plan", **told))]


def status(voice: Voice, facts: Status, said: str = "") -> Message:
    """Where a team's cycle stands, with what its members may do."""
    told = vars(facts)
    where = voice.say("cycle_status.where", **told)
    blocks = [
        *b.prose(said),
        b.header(voice.plain("cycle_status.headline", team=facts.team)),
        b.quote(facts.question),
        *b.prose(where),
    ]
    if facts.missing:
        missing = voice.say("cycle_status.missing", missing=ingredients_in(voice, facts.missing))
        blocks.append(b.fine_print(missing))
    blocks.append(b.fine_print(voice.say("cycle_status.kept", pieces=facts.pieces, promises=facts.promises)))
    blocks.append(b.fine_print(voice.say("cycle_status.next", next_at=facts.next_at, trouble=facts.trouble)))
    if facts.is_theirs:
        blocks += [_decisions(voice, facts), b.actions(*_moves(voice, facts.cycle, Stage(facts.stage)))]
    else:
        blocks.append(b.fine_print(voice.say("cycle_status.guest", team=facts.team)))
    return Message(b.escaped(said or where), blocks)


def no_cycle(voice: Voice, team: str, said: str = "") -> Message:
    """No cycle is under way here, or no team lives here yet."""
    text = voice.say("cycle_status.nothing", team=team)
    begin = b.button(voice.plain("cycle_status.begin"), "cycle.begin", style="primary")
    return Message(text, [*b.prose(said), *b.prose(text), b.actions(begin)])


def _deciding(voice: Voice, facts: PhaseRead) -> list[Block]:
    end, cycle = facts.end, str(facts.end.cycle)
    decide = button(voice.plain("phase_summary.decide"), f"decision.{end.phase}", cycle, style="primary")
    anyway = button(voice.plain("phase_summary.anyway"), "decision.begin_anyway", cycle)
    return [decide, anyway] if end.missing else [decide]


def _decisions(voice: Voice, facts: Status) -> Block:
    """One button for each phase: what is decided can be read and changed, what isn't can be written down."""
    made = [
        b.button(
            voice.plain("cycle_status.decision", phase=phase, decided=phase in facts.decided),
            f"decision.{phase}",
            str(facts.cycle),
        )
        for phase in Phase
    ]
    made.append(b.button(voice.plain("cycle_status.evidence"), "evidence.add"))
    made.append(b.button(voice.plain("cycle_status.thread"), "cycle.thread", str(facts.cycle)))
    made.append(b.button(voice.plain("cycle_status.plan"), "cycle.plan"))
    if facts.missing:
        made.append(b.button(voice.plain("phase_summary.anyway"), "decision.begin_anyway", str(facts.cycle)))
    return b.actions(*made)


def _moves(voice: Voice, cycle: int, stage: Stage) -> list[Block]:
    sure = {
        "title": b.plain(voice.plain("cycle_status.sure")),
        "text": b.plain(voice.plain("cycle_status.sure_text")),
        "confirm": b.plain(voice.plain("cycle_status.yes")),
        "deny": b.plain(voice.plain("cycle_status.no")),
    }
    final = {"confirm": sure}
    return [
        b.button(voice.plain(f"cycle_status.{move}"), f"cycle.{move}", str(cycle))
        | (final if move in (Move.CLOSE, Move.CANCEL) else {})
        for move in moves_from(stage)
        if move is not Move.START
    ]
