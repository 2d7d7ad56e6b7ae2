"""What happens in the demo: one made-up team's five-week cycle, and what its leadership team hears of it meanwhile.

Teachers and an assistant principal, who do not exist. The cycle crosses the change of clocks on 1 November.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from zoneinfo import ZoneInfo

from bot.demo.exports import map_growth_export
from bot.playground.people.person import Person
from bot.playground.world.state import Channel
from bot.simulation import Simulation

NEW_YORK = ZoneInfo("America/New_York")
STARTS, SCHOOL = ("2026-10-12", "08:00"), "Lakeside Elementary"
A_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True)
class Words:
    """What people write in the demo, in their language."""

    question: str
    thoughts: tuple[str, str, str]
    promises: tuple[str, str]
    practice: str
    fact: str
    found: dict[str, str]
    plan: dict[str, str]
    evidence: str
    kept: dict[str, str]


WORDS = {
    "en": Words(
        "I wonder how we can use exit tickets so that all students explain their thinking in fractions.",
        (
            "Two groups explain well aloud but not in writing yet.",
            "Asking for one sentence before the answer changed the talk in the room.",
            "The sentence starters helped our newcomers most.",
        ),
        ("Try one exit ticket with a sentence starter", "Bring three samples of written explanations"),
        "Before anybody computes, every pair says in one sentence what the answer will be like. Then we check.",
        "In fractions, one in three explains an answer in writing.",
        {
            "priority": "Explaining a solution in writing, step by step",
            "barrier": "We ask for answers more often than for reasons",
            "students": "Newcomers, and those who compute well and write little",
            "outcome": "8 of 10 exit tickets give a reason",
        },
        {
            "practices": "Exit tickets with a sentence starter",
            "if_we": "end two lessons a week with a sentence starter on the exit ticket",
            "students_will": "give a reason in their own words",
            "shown_by": "the tickets we sort together on Tuesdays",
            "agreements": "The same three starters, Tuesdays and Thursdays, five minutes",
        },
        "24 of 30 tickets gave a reason; four weeks ago it was 11.",
        {
            "why_1": "It helped newcomers most and takes five minutes",
            "saw": "Reasons got longer once two starters were on the board",
            "share": "Two sentence starters on the board",
            "what_next": "I wonder how we can fade the starters so that all students still give reasons.",
        },
    ),
    "es": Words(
        "Me pregunto cómo podemos usar boletos de salida para que todos los estudiantes expliquen sus fracciones.",
        (
            "Dos grupos explican bien en voz alta, pero todavía no por escrito.",
            "Pedir una frase antes de la respuesta cambió la conversación en el aula.",
            "Los inicios de frase ayudaron más a quienes acaban de llegar.",
        ),
        ("Probar un boleto de salida con un inicio de frase", "Traer tres ejemplos de explicaciones escritas"),
        "Antes de calcular, cada pareja dice en una frase cómo será la respuesta. Después la comprobamos.",
        "En fracciones, uno de cada tres explica su respuesta por escrito.",
        {
            "priority": "Explicar por escrito una solución, paso a paso",
            "barrier": "Pedimos respuestas más a menudo que razones",
            "students": "Quienes acaban de llegar y quienes calculan bien y escriben poco",
            "outcome": "8 de cada 10 boletos dan una razón",
        },
        {
            "practices": "Boletos de salida con un inicio de frase",
            "if_we": "terminamos dos clases por semana con un inicio de frase en el boleto",
            "students_will": "dan una razón con sus propias palabras",
            "shown_by": "los boletos que ordenamos juntos los martes",
            "agreements": "Los mismos tres inicios, martes y jueves, cinco minutos",
        },
        "24 de 30 boletos dieron una razón; hace cuatro semanas eran 11.",
        {
            "why_1": "Ayudó más a quienes acaban de llegar y toma cinco minutos",
            "saw": "Las razones se alargaron con dos inicios en la pizarra",
            "share": "Dos inicios de frase en la pizarra",
            "what_next": "Me pregunto cómo podemos retirar los inicios para que todos sigan dando razones.",
        },
    ),
}


@dataclass(frozen=True)
class Cast:
    """Who plays, where, and in which words."""

    ana: Person
    ben: Person
    chloe: Person
    dana: Person
    grade_5: Channel
    leaders: Channel
    words: Words


def cast(play: Simulation, language: str) -> Cast:
    """Gather the people of the demo."""
    locale = {"es": "es-US"}.get(language, "en-US")
    ana, ben, chloe, dana = (
        play.workspace.person(name, tz="America/New_York", locale=locale)
        for name in ("Ana Ruiz", "Ben Cho", "Chloé Obi", "Dana Lee")
    )
    grade_5 = play.workspace.channel("grade-5-math", members=[ana, ben, chloe], bot=True)
    leaders = play.workspace.channel("lakeside-ilt", members=[dana, ana], bot=True)
    return Cast(ana, ben, chloe, dana, grade_5, leaders, WORDS.get(language, WORDS["en"]))


async def start(play: Simulation, who: Cast) -> None:
    """The team sets itself up and asks its question; the leadership team chooses when its digest comes."""
    await types(play, who.ana, "/cycle start", who.grade_5)
    await submits(
        play, who.ana, name="Grade 5 Math", school=SCHOOL, grade="5", subject="Math",
        members=[who.ana.id, who.ben.id, who.chloe.id], weekday="1", at="08:15", days_off="2026-11-11 Veterans Day",
    )  # fmt: skip
    await submits(play, who.ana, question=who.words.question, weeks="5", starts_on="2026-10-12")
    who.dana.user.is_admin = True  # of the workspace, so she may say which channel is the leadership team's
    await types(play, who.dana, "/brightspots setup", who.leaders)
    await submits(play, who.dana, school=SCHOOL, weekday="4", at="13:00")


async def reflect(play: Simulation, who: Cast, day: str, number: int) -> None:
    """One of the team answers the week's question."""
    await play.turn_to(at(day, "12:10"))
    writer = (who.ana, who.ben, who.chloe)[number]
    await clicks(play, writer, "reflection.write")
    how = {"quotable": "nameless"} if number == 2 else {}
    await submits(play, writer, text=who.words.thoughts[number], signed="named", **how)


async def find(play: Simulation, who: Cast) -> None:
    """What they saw in the data becomes the one thing to get better at."""
    await clicks(play, who.ben, "decision.analyze")
    await submits(play, who.ben, **who.words.found, skills=["thinking", "writing"], outcome_on="2026-11-10")


async def design(play: Simulation, who: Cast) -> None:
    """They write down what they will try, and how they will know; with that Implement may begin."""
    await clicks(play, who.ana, "decision.design")
    evidence = ["student_work", "assessment"]
    await submits(play, who.ana, **who.words.plan, evidence=evidence, together=["yes"])


async def save_evidence(play: Simulation, who: Cast) -> None:
    """Chloé shows the team what the tickets say, and keeps it as evidence."""
    message = await who.chloe.says(who.words.evidence, who.grade_5)
    await who.chloe.message_shortcut("evidence_from_message", message, who.grade_5)
    await play.settle()
    await submits(play, who.chloe, kind="student_work")


async def refine(play: Simulation, who: Cast) -> None:
    """The day before the last they decide what becomes of their practice."""
    await play.turn_to(at("2026-11-12", "15:10"))
    await clicks(play, who.chloe, "decision.refine")
    await submits(play, who.chloe, fate_1="keep", **who.words.kept)


async def meet(play: Simulation, who: Cast) -> None:
    """They look at data together and say what each will do."""
    await play.turn_to(at("2026-10-15", "14:00"))
    await types(play, who.ana, "/protocol schedule", who.grade_5)
    await submits(play, who.ana, on="2026-10-16", at="10:00", minutes="70")
    await submits(play, who.ana, recorder=who.ben.id, timekeeper=who.chloe.id)
    await play.turn_to(at("2026-10-16", "10:00"))
    await clicks(play, who.ana, "meeting.start")
    await play.turn_to(at("2026-10-16", "10:04"))
    await clicks(play, who.ana, "meeting.next")
    await clicks(play, who.ben, "meeting.write")
    await submits(play, who.ben, facts=who.words.fact)
    await clicks(play, who.chloe, "meeting.more")
    await play.turn_to(at("2026-10-16", "10:20"))
    await clicks(play, who.ana, "meeting.end")
    await play.turn_to(at("2026-10-16", "10:21"))
    await clicks(play, who.ben, "commitment.make")
    await submits(play, who.ben, text=who.words.promises[0], due_on="2026-10-22")
    await types(play, who.chloe, "/commit", who.grade_5)
    await submits(play, who.chloe, text=who.words.promises[1], due_on="2026-10-21")


async def commitments_come_due(play: Simulation, who: Cast) -> None:
    """Chloé did it; Ben answers only when asked again."""
    await play.turn_to(at("2026-10-21", "15:45"))
    await clicks(play, who.chloe, "commitment.done")
    await play.turn_to(at("2026-10-26", "15:45"))
    await clicks(play, who.ben, "commitment.stuck")
    await submits(play, who.ben, obstacle="time", agenda=["yes"])


async def upload_winter_scores(play: Simulation, who: Cast) -> None:
    """This year's second window comes in."""
    await play.turn_to(at("2026-11-05", "11:00"))
    await gives(play, who, map_growth_export(seed=2026), "AssessmentResults.csv", cut="61")


async def close(play: Simulation, who: Cast) -> None:
    """The cycle ends; the next one begins with what this one left."""
    await play.turn_to(at("2026-11-13", "16:00"))
    await clicks(play, who.ana, "cycle.card")
    await clicks(play, who.ana, "cycle.close")
    await clicks(play, who.ana, "cycle.next")
    await who.ana.closes()
    await play.turn_to(at("2026-11-16", "09:00"))


async def gives(play: Simulation, who: Cast, content: bytes, name: str, *, cut: str = "") -> None:
    """The assistant principal uploads a file, sees what was understood, and imports it."""
    file = await who.dana.uploads(content, name)
    await types(play, who.dana, "/brightspots upload", who.leaders)
    await submits(play, who.dana, file=file)
    await moment(play)
    if cut:
        await who.dana.chooses("upload.cut", cut)
    await clicks(play, who.dana, "upload.confirm")
    await moment(play)


async def moment(play: Simulation) -> None:
    """Let the second pass that lies between two messages to one person."""
    await play.turn_to(play.clock.now() + A_MOMENT)


async def types(play: Simulation, person: Person, text: str, where: Channel) -> None:
    """Type a command, and wait for what follows."""
    await person.types(text, in_=where)
    await play.settle()


async def clicks(play: Simulation, person: Person, what: str) -> None:
    """Click a button, and wait for what follows."""
    await person.clicks(what)
    await play.settle()


async def submits(play: Simulation, person: Person, **answers: object) -> None:
    """Send a form, and wait for what follows.

    Raises
    ------
    RuntimeError
        When the form comes back with complaints.
    """
    complaints = await person.submits(**answers)
    await play.settle()
    if complaints:
        raise RuntimeError(f"{person.name} could not send the form: {complaints}")


def at(day: str, clock: str) -> datetime:
    """The instant at which the school's clocks show this."""
    return datetime.combine(datetime.fromisoformat(day), wall.fromisoformat(clock), NEW_YORK).astimezone(UTC)
