"""What people see of each posted message, in English and Spanish."""

from functools import partial

from inline_snapshot import snapshot

from handlers.screens import admin, commitments, cycles, meetings
from tests.screens.sight import LIBRARY, seen

PROMPT = partial(cycles.weekly_prompt, LIBRARY)
REMINDER = partial(meetings.meeting_reminder, LIBRARY)
STEP = partial(meetings.meeting_step, LIBRARY)


def test_a_cycle_begins() -> None:
    """The channel hears what is asked, in the asker's own words; no mention in them comes alive."""
    assert seen(cycles.cycle_started, "cycle:started", "en") == snapshot("""\
(New cycle for <!channel> O'Neil & <b> 🎉 \u200fשלום: <!channel> O'Neil & <b> 🎉 \u200fשלום)
A new inquiry cycle begins
@Ana started a cycle of 5 weeks, from Wednesday, October 14 to Wednesday, October 14. We ask:
> <!channel> O'Neil & <b> 🎉 \u200fשלום
You'll hear from me once a week, on the morning of your meeting day (Wednesday, 8:15 AM). Nobody is evaluated here: we learn what works for students.\
""")
    assert seen(cycles.cycle_started, "cycle:started", "es") == snapshot("""\
(Nuevo ciclo de <!channel> O'Neil & <b> 🎉 \u200fשלום: <!channel> O'Neil & <b> 🎉 \u200fשלום)
Comienza un nuevo ciclo de indagación
@Ana inició un ciclo de 5 semanas, del miércoles 14 de octubre al miércoles 14 de octubre. Nos preguntamos:
> <!channel> O'Neil & <b> 🎉 \u200fשלום
Les escribiré una vez por semana, la mañana del día de su reunión (miércoles, 8:15 a. m.). Aquí no se evalúa a nadie: aprendemos qué funciona para los estudiantes.\
""")


def test_a_weekly_prompt() -> None:
    """One question, one button, and a word about who will see it."""
    assert seen(PROMPT, "cycle:prompt", "en") == snapshot("""\
(Week 2 of 6: Which students?)
Week 2 of 6 · Which students?
Analyze: what do our students need?
Look at one result from this term, group by group. Whom does our teaching reach well, and whom not yet? What would you like to ask your colleagues about it? (Groups only, please, no names.)
[ Write a reflection ] [ What we decided ]
Two minutes are enough. You choose whether your name stands by it.\
""")
    assert seen(PROMPT, "cycle:prompt", "es") == snapshot("""\
(Semana 2 de 6: ¿Qué estudiantes?)
Semana 2 de 6 · ¿Qué estudiantes?
Analizar: ¿qué necesitan nuestros estudiantes?
Mira un resultado de este periodo, grupo por grupo. ¿A quiénes llega bien nuestra enseñanza y a quiénes todavía no? ¿Qué te gustaría preguntarles a tus colegas? (Solo grupos, por favor, sin nombres.)
[ Escribir una reflexión ] [ Lo que decidimos ]
Bastan dos minutos. Tú decides si aparece tu nombre.\
""")


def test_the_last_day_of_a_cycle() -> None:
    """Counts for the team, never for a person."""
    assert seen(cycles.cycle_closing, "cycle:closing", "en") == snapshot("""\
(The last day of your 6-week cycle: what you set out to do, and what you keep)
Your 6 weeks end today
You asked: <!channel> O'Neil & <b> 🎉 \u200fשלום
You set out to help students get better at: <!channel> O'Neil & <b> 🎉 \u200fשלום
In the way was: <!channel> O'Neil & <b> 🎉 \u200fשלום
You saw: <!channel> O'Neil & <b> 🎉 \u200fשלום · <!channel> O'Neil & <b> 🎉 \u200fשלום · <!channel> O'Neil & <b> 🎉 \u200fשלום
Keep: <!channel> O'Neil & <b> 🎉 \u200fשלום (<!channel> O'Neil & <b> 🎉 \u200fשלום)
Drop: <!channel> O'Neil & <b> 🎉 \u200fשלום (<!channel> O'Neil & <b> 🎉 \u200fשלום)
To share: <!channel> O'Neil & <b> 🎉 \u200fשלום
Next: <!channel> O'Neil & <b> 🎉 \u200fשלום
Together: 50 reflections, 60 commitments (30 done), 40 pieces of evidence.
[ Close the cycle ] [ Start the next from this ] [ Make a practice card ]\
""")
    assert seen(cycles.cycle_closing, "cycle:closing", "es") == snapshot("""\
(El último día de su ciclo de 6 semanas: qué se propusieron y con qué se quedan)
Hoy terminan sus 6 semanas
Se preguntaron: <!channel> O'Neil & <b> 🎉 \u200fשלום
Se propusieron que los estudiantes mejoraran en: <!channel> O'Neil & <b> 🎉 \u200fשלום
Se interponía: <!channel> O'Neil & <b> 🎉 \u200fשלום
Vieron: <!channel> O'Neil & <b> 🎉 \u200fשלום · <!channel> O'Neil & <b> 🎉 \u200fשלום · <!channel> O'Neil & <b> 🎉 \u200fשלום
Conservar: <!channel> O'Neil & <b> 🎉 \u200fשלום (<!channel> O'Neil & <b> 🎉 \u200fשלום)
Dejar: <!channel> O'Neil & <b> 🎉 \u200fשלום (<!channel> O'Neil & <b> 🎉 \u200fשלום)
Para compartir: <!channel> O'Neil & <b> 🎉 \u200fשלום
Después: <!channel> O'Neil & <b> 🎉 \u200fשלום
Entre todos: 50 reflexiones, 60 compromisos (30 cumplidos), 40 evidencias.
[ Cerrar el ciclo ] [ Empezar otro desde aquí ] [ Hacer una ficha ]\
""")


def test_a_meeting_is_near() -> None:
    """What, how long, who does what, and the commitments to begin with."""
    assert seen(REMINDER, "meeting:reminder", "en", 1) == snapshot("""\
(Your meeting starts soon: Examining data)
In 15 minutes: Examining data
Oct 14, 2026, 8:15 AM, 70 minutes. I'll post each step when its time comes.
*Facilitator*: @Ana · *Recorder*: @Ben · *<!channel> O'Neil & <b> 🎉 \u200fשלום*: @Ana
Begin with your commitments: 0 of 4 done so far.\
""")
    assert seen(REMINDER, "meeting:reminder", "es", 1) == snapshot("""\
(Su reunión empieza pronto: Examinar datos)
En 15 minutos: Examinar datos
Oct 14, 2026, 8:15 AM, 70 minutos. Publicaré cada paso cuando le toque.
*Facilitación*: @Ana · *Registro*: @Ben · *<!channel> O'Neil & <b> 🎉 \u200fשלום*: @Ana
Empiecen por sus compromisos: 0 de 4 cumplidos hasta ahora.\
""")


def test_a_step_of_a_meeting() -> None:
    """What to do, who speaks, until when, and what to write down."""
    assert seen(STEP, "meeting:step", "en", 2) == snapshot("""\
(Step 2 of 9: Gathering facts, 10 minutes)
2/9 · Gathering facts · 10 min
Until 8:30 AM · Nobody at first; then one fact per person, round and round · first in silence, then aloud
• What can you point to with a finger? Write down numbers and words that are on the page, nothing else.
• What do you see for each student group? Where are groups close together, and where far apart?
• What changed since the last time we measured, and what stayed the same?
Four silent minutes to read and note, then go around the table: one fact each, no repeats, pass is fine. When you hear “because” or “I think”, smile and ask: where do we see that? Keep that thought for the next step.
Write down: Facts everyone can see in the data\
""")
    assert seen(STEP, "meeting:step", "es", 2) == snapshot("""\
(Paso 2 de 9: Reunir hechos, 10 minutos)
2/9 · Reunir hechos · 10 min
Hasta las 8:30 a. m. · Al principio nadie; después un hecho por persona, por rondas · primero en silencio, luego en voz alta
• ¿Qué pueden señalar con el dedo? Anoten números y palabras que están en la página, nada más.
• ¿Qué ven para cada grupo de estudiantes? ¿Dónde están cerca los grupos y dónde lejos?
• ¿Qué cambió desde la última medición y qué sigue igual?
Cuatro minutos en silencio para leer y anotar; luego una ronda: un hecho por persona, sin repetir, se puede pasar. Cuando oigan “porque” o “yo creo”, sonrían y pregunten: ¿dónde lo vemos? Guarden esa idea para el siguiente paso.
Anoten: Hechos que todo el equipo puede ver en los datos\
""")


def test_a_meeting_is_over() -> None:
    """One more thing to do: a commitment."""
    assert seen(meetings.meeting_summary, "meeting:summary", "en") == snapshot("""\
(The meeting is over. What will each of you do?)
Well done. One last thing
What will each of you do before you meet again? One small, dated commitment is enough. I'll remember it for you.
[ Make a commitment ]\
""")
    assert seen(meetings.meeting_summary, "meeting:summary", "es") == snapshot("""\
(La reunión terminó. ¿Qué hará cada quien?)
Bien hecho. Una última cosa
¿Qué hará cada quien antes de la próxima reunión? Basta un compromiso pequeño con fecha. Yo se lo recordaré.
[ Hacer un compromiso ]\
""")


def test_a_commitment_is_near() -> None:
    """The teacher's own words come back to them."""
    assert seen(commitments.commitment_reminder, "commitment:reminder", "en") == snapshot("""\
(A reminder: your commitment is due Wednesday, October 14)
Your commitment for <!channel> O'Neil & <b> 🎉 \u200fשלום, due Wednesday, October 14:
> <!channel> O'Neil & <b> 🎉 \u200fשלום\
""")
    assert seen(commitments.commitment_reminder, "commitment:reminder", "es") == snapshot("""\
(Un recordatorio: tu compromiso vence el miércoles 14 de octubre)
Tu compromiso con <!channel> O'Neil & <b> 🎉 \u200fשלום, para el miércoles 14 de octubre:
> <!channel> O'Neil & <b> 🎉 \u200fשלום\
""")


def test_a_commitment_is_due() -> None:
    """Three ways to answer, and who sees it."""
    assert seen(commitments.commitment_check_in, "commitment:check-in", "en") == snapshot("""\
(How did your commitment go?)
Today you wanted to have done this. How did it go?
> <!channel> O'Neil & <b> 🎉 \u200fשלום
[ I did it ] [ I'm stuck ] [ Next meeting ] [ Drop it ] [ ⋯ Change it / Hand it over / Take it back ]
Only you see this one.\
""")
    assert seen(commitments.commitment_check_in, "commitment:check-in", "es") == snapshot("""\
(¿Cómo te fue con tu compromiso?)
Para hoy te habías propuesto esto. ¿Cómo te fue?
> <!channel> O'Neil & <b> 🎉 \u200fשלום
[ Lo hice ] [ Me atasqué ] [ Próxima reunión ] [ Lo dejo ] [ ⋯ Cambiarlo / Pasarlo a alguien / Retirarlo ]
Este solo lo ves tú.\
""")


def test_the_last_follow_up() -> None:
    """It says that it is the last."""
    assert seen(commitments.commitment_check_in, "commitment:follow-up", "en", 2) == snapshot("""\
(How did your commitment go?)
Still open from Wednesday, October 14. This is the last time I ask; you can tell me any day with `/commit list`.
> <!channel> O'Neil & <b> 🎉 \u200fשלום
[ I did it ] [ I'm stuck ] [ Next meeting ] [ Drop it ] [ ⋯ Change it / Hand it over / Take it back ]
Only you see this one.\
""")
    assert seen(commitments.commitment_check_in, "commitment:follow-up", "es", 2) == snapshot("""\
(¿Cómo te fue con tu compromiso?)
Sigue abierto desde el miércoles 14 de octubre. Es la última vez que pregunto; puedes contármelo cualquier día con `/commit list`.
> <!channel> O'Neil & <b> 🎉 \u200fשלום
[ Lo hice ] [ Me atasqué ] [ Próxima reunión ] [ Lo dejo ] [ ⋯ Cambiarlo / Pasarlo a alguien / Retirarlo ]
Este solo lo ves tú.\
""")


def test_a_message_in_doubt() -> None:
    """The installer decides, with two buttons."""
    assert seen(admin.admin_notice, "admin:notice", "en") == snapshot("""\
(A message could not be delivered)
A message (cycle:prompt) to #grade-5 may or may not have arrived, and Slack doesn't let me look (<!channel> O'Neil & <b> 🎉 \u200fשלום). Please look there: if it's missing, send it again.
[ Send it again ] [ It arrived, drop it ]
────
You get this because you installed Brightcycle here.\
""")
    assert seen(admin.admin_notice, "admin:notice", "es") == snapshot("""\
(Un mensaje no se pudo entregar)
Un mensaje (cycle:prompt) para #grade-5 quizá llegó y quizá no, y Slack no me deja comprobarlo (<!channel> O'Neil & <b> 🎉 \u200fשלום). Por favor, mira allí: si falta, envíalo de nuevo.
[ Enviarlo de nuevo ] [ Llegó, descartarlo ]
────
Recibes esto porque instalaste Brightcycle aquí.\
""")


def test_a_message_that_slack_refused() -> None:
    """Nothing to decide, so no button."""
    assert seen(admin.admin_notice, "admin:notice", "en", 2) == snapshot("""\
(A message could not be delivered)
Slack refused a message (cycle:prompt) to #grade-5: `<!channel> O'Neil & <b> 🎉 \u200fשלום`. It won't be sent.
────
You get this because you installed Brightcycle here.\
""")
    assert seen(admin.admin_notice, "admin:notice", "es", 2) == snapshot("""\
(Un mensaje no se pudo entregar)
Slack rechazó un mensaje (cycle:prompt) para #grade-5: `<!channel> O'Neil & <b> 🎉 \u200fשלום`. No se enviará.
────
Recibes esto porque instalaste Brightcycle aquí.\
""")


def test_a_channel_that_can_t_be_written_to() -> None:
    """What waits, and what would make it go on."""
    assert seen(admin.admin_notice, "admin:notice", "en", 4) == snapshot("""\
(A message could not be delivered)
I can't write to #grade-5 any more (`<!channel> O'Neil & <b> 🎉 \u200fשלום`). What is planned for it waits; invite me there again and it goes on.
────
You get this because you installed Brightcycle here.\
""")
    assert seen(admin.admin_notice, "admin:notice", "es", 4) == snapshot("""\
(Un mensaje no se pudo entregar)
Ya no puedo escribir en #grade-5 (`<!channel> O'Neil & <b> 🎉 \u200fשלום`). Lo planeado queda en espera; invítame otra vez y seguirá.
────
Recibes esto porque instalaste Brightcycle aquí.\
""")
