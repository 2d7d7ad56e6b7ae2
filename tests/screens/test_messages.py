"""What people see of each posted message, in English and Spanish."""

from functools import partial

from inline_snapshot import snapshot

from handlers.screens import admin, commitments, cycles, meeting_live, meeting_plan, meeting_record
from tests.screens.sight import LIBRARY, seen

PROMPT = partial(cycles.weekly_prompt, LIBRARY)


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


def test_a_meeting_is_announced() -> None:
    """What, when, who does what, what to bring, and how to answer."""
    assert seen(meeting_plan.meeting_invitation, "meeting:invitation", "en", 2) == snapshot("""\
(You meet Oct 14, 2026, 8:15 AM: <!channel> O'Neil & <b> 🎉 \u200fשלום)
<!channel> O'Neil & <b> 🎉 \u200fשלום
You meet Oct 14, 2026, 8:15 AM: <!channel> O'Neil & <b> 🎉 \u200fשלום
60 minutes · There: @Ana · Can't: @Ben
[ I'll be there ] [ I can't ] [ Move ] [ Call off ] [ Add to my calendar ]
It begins by itself, on time.\
""")
    assert seen(meeting_plan.meeting_invitation, "meeting:invitation", "es", 2) == snapshot("""\
(Se reúnen Oct 14, 2026, 8:15 AM: <!channel> O'Neil & <b> 🎉 \u200fשלום)
<!channel> O'Neil & <b> 🎉 \u200fשלום
Se reúnen Oct 14, 2026, 8:15 AM: <!channel> O'Neil & <b> 🎉 \u200fשלום
60 minutos · Van: @Ana · No pueden: @Ben
[ Voy ] [ No puedo ] [ Cambiar ] [ Cancelar ] [ Añadir a mi calendario ]
Empieza sola, a la hora.\
""")


def test_a_meeting_is_near() -> None:
    """What, how long, who does what, and Start."""
    assert seen(meeting_plan.meeting_reminder, "meeting:reminder", "en") == snapshot("""\
(Your meeting starts soon: <!channel> O'Neil & <b> 🎉 \u200fשלום)
In 15 minutes: <!channel> O'Neil & <b> 🎉 \u200fשלום
Oct 14, 2026, 8:15 AM, 60 minutes.
*<!channel> O'Neil & <b> 🎉 \u200fשלום:* @Ana · *<!channel> O'Neil & <b> 🎉 \u200fשלום:* @Ben
*Please bring:*
> <!channel> O'Neil & <b> 🎉 \u200fשלום
Begin with your commitments: 1 of 4 done so far.
[ Start ] [ Move ] [ Call off ]\
""")
    assert seen(meeting_plan.meeting_reminder, "meeting:reminder", "es") == snapshot("""\
(Su reunión empieza pronto: <!channel> O'Neil & <b> 🎉 \u200fשלום)
En 15 minutos: <!channel> O'Neil & <b> 🎉 \u200fשלום
Oct 14, 2026, 8:15 AM, 60 minutos.
*<!channel> O'Neil & <b> 🎉 \u200fשלום:* @Ana · *<!channel> O'Neil & <b> 🎉 \u200fשלום:* @Ben
*Para traer:*
> <!channel> O'Neil & <b> 🎉 \u200fשלום
Empiecen por sus compromisos: 1 de 4 cumplidos hasta ahora.
[ Empezar ] [ Cambiar ] [ Cancelar ]\
""")


def test_a_meeting_under_way() -> None:
    """What is on, how long still, what comes next, what can be pressed."""
    assert seen(meeting_live.meeting_live, "meeting:live", "en", 1) == snapshot("""\
(Analyzing student work, step 2 of 7: Calibration, 6 min left)
Analyzing student work · step 2 of 7
*Now:* Calibration (@Ana), 6 min left, until 8:15 AM
Everyone
*Next:* <!channel> O'Neil & <b> 🎉 \u200fשלום
• Read the rubric. What does each level mean to you?
• Score one piece alone, then compare. Where do we differ?
30 min for the rest, over at 8:15 AM · 2 min ahead of the plan · 3 written down
[ Next ] [ +2 min ] [ Pause ] [ Write it down ]
[ I'm here ] [ Back ] [ Vote on trends ] [ Skip this step ] [ End now ]\
""")
    assert seen(meeting_live.meeting_live, "meeting:live", "es", 1) == snapshot("""\
(Analyzing student work, paso 2 de 7: Calibration, quedan 6 min)
Analyzing student work · paso 2 de 7
*Ahora:* Calibration (@Ana), quedan 6 min, hasta las 8:15 a. m.
Everyone
*Después:* <!channel> O'Neil & <b> 🎉 \u200fשלום
• Read the rubric. What does each level mean to you?
• Score one piece alone, then compare. Where do we differ?
30 min para lo demás, termina a las 8:15 a. m. · 2 min de adelanto · 3 anotaciones
[ Siguiente ] [ +2 min ] [ Pausa ] [ Anotar ]
[ Estoy aquí ] [ Atrás ] [ Votar tendencias ] [ Saltar este paso ] [ Terminar ya ]\
""")


def test_a_step_of_a_meeting() -> None:
    """In the thread: what to do, who speaks, what to write down."""
    assert seen(meeting_live.meeting_step, "meeting:step", "en", 1) == snapshot("""\
(*2/7 · Calibration · 10 min* · @Ana)
*2/7 · Calibration · 10 min* · @Ana
• Read the rubric. What does each level mean to you?
• Score one piece alone, then compare. Where do we differ?
Only when a rubric is used.
Write down: What the rubric means to us\
""")
    assert seen(meeting_live.meeting_step, "meeting:step", "es", 1) == snapshot("""\
(*2/7 · Calibration · 10 min* · @Ana)
*2/7 · Calibration · 10 min* · @Ana
• Read the rubric. What does each level mean to you?
• Score one piece alone, then compare. Where do we differ?
Only when a rubric is used.
Anoten: What the rubric means to us\
""")


def test_a_meeting_is_over() -> None:
    """Without a word written down there is still one thing to do."""
    assert seen(meeting_record.meeting_summary, "meeting:summary", "en", 1) == snapshot("""\
(<!channel> O'Neil & <b> 🎉 \u200fשלום is over. What will each of you do?)
Well done: <!channel> O'Neil & <b> 🎉 \u200fשלום
Nobody tapped “I'm here”.
What will each of you do before you meet again? One small, dated commitment is enough. I'll remember it for you.
[ Make a commitment ] [ Everything written ] [ Tidy ]\
""")
    assert seen(meeting_record.meeting_summary, "meeting:summary", "es", 1) == snapshot("""\
(<!channel> O'Neil & <b> 🎉 \u200fשלום terminó. ¿Qué hará cada quien?)
Bien hecho: <!channel> O'Neil & <b> 🎉 \u200fשלום
Nadie pulsó «Estoy aquí».
¿Qué hará cada quien antes de la próxima reunión? Basta un compromiso pequeño con fecha. Yo te lo recordaré.
[ Hacer un compromiso ] [ Todo lo anotado ] [ Ordenar ]\
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
