"""What people see of each modal, in English and Spanish."""

from inline_snapshot import snapshot

from tests.screens.sight import opened, whispered


def test_the_skeleton() -> None:
    assert opened("waiting", "en") == snapshot("""\
« One moment »
Looking it up…
[ Close ]\
""")
    assert opened("waiting", "es") == snapshot("""\
« Un momento »
Buscando…
[ Cerrar ]\
""")


def test_a_modal_that_only_tells() -> None:
    assert opened("told", "en") == snapshot("""\
« <!channel> O'Neil & <b>… »
<!channel> O'Neil & <b> 🎉 \u200fשלום
[ Close ]\
""")
    assert opened("told", "es") == snapshot("""\
« <!channel> O'Neil & <b>… »
<!channel> O'Neil & <b> 🎉 \u200fשלום
[ Cerrar ]\
""")


def test_setting_a_team_up() -> None:
    assert opened("team_form", "en") == snapshot("""\
« Set up your team »
Two minutes, once. Then your team's first cycle can start.
Team: [ … ]
  What you call yourselves, such as Grade 5 Math.
School: [ … ]
Grade: [ … ]
Subject: [ … ]
Members: [ Ana ]
Your team meets every: [ … ]
Meetings start at: [ 08:15 ]
Time zone: [ America/Argentina/ComodRivadavia ]
Days off school (optional): [ … ]
  One a line, like 2026-11-26 to 2026-11-27 Thanksgiving. I won't write on those days.
[ Cancel ] [ Next ]\
""")
    assert opened("team_form", "es") == snapshot("""\
« Su equipo »
Dos minutos, una sola vez. Después puede empezar el primer ciclo.
Equipo: [ … ]
  Cómo se llaman, por ejemplo Matemáticas de 5.º.
Escuela: [ … ]
Grado: [ … ]
Materia: [ … ]
Integrantes: [ Ana ]
El equipo se reúne cada: [ … ]
Las reuniones empiezan a las: [ 08:15 ]
Zona horaria: [ America/Argentina/ComodRivadavia ]
Días sin clases (optional): [ … ]
  Uno por línea, como 2026-11-26 al 2026-11-27 Acción de Gracias. Esos días no escribo.
[ Cancelar ] [ Siguiente ]\
""")


def test_starting_a_cycle() -> None:
    assert opened("cycle_form", "en") == snapshot("""\
« Start a cycle »
Your inquiry question: [ <!channel> O'Neil & <b> 🎉 \u200fשלום ]
  I wonder how we can … so that all students …
How many school weeks?: [ 5 ]
  4, 5 or 6. Weeks in which school is closed don't count.
First day: [ 2026-10-14 ]
*Analyze*  Wednesday, October 14 to Wednesday, October 14
*Design*  Wednesday, October 14 to Wednesday, October 14
*Implement*  Wednesday, October 14 to Wednesday, October 14
*Refine*  Wednesday, October 14 to Wednesday, October 14
A question every week on your meeting day at 7:45 AM, first on Wednesday, October 14; at each phase's end what you wrote. 1 week without school in between doesn't count.
[ Cancel ] [ Start ]\
""")
    assert opened("cycle_form", "es") == snapshot("""\
« Iniciar un ciclo »
Su pregunta de indagación: [ <!channel> O'Neil & <b> 🎉 \u200fשלום ]
  Me pregunto cómo podemos … para que todos los estudiantes …
¿Cuántas semanas de clases?: [ 5 ]
  4, 5 o 6. Las semanas sin clases no cuentan.
Primer día: [ 2026-10-14 ]
*Analizar*  del miércoles 14 de octubre al miércoles 14 de octubre
*Diseñar*  del miércoles 14 de octubre al miércoles 14 de octubre
*Poner en práctica*  del miércoles 14 de octubre al miércoles 14 de octubre
*Afinar*  del miércoles 14 de octubre al miércoles 14 de octubre
Una pregunta cada semana, el día de su reunión a las 7:45 a. m., la primera el miércoles 14 de octubre; al final de cada fase, lo que escribieron. 1 semana sin clases no cuenta.
[ Cancelar ] [ Iniciar ]\
""")


def test_planning_a_meeting() -> None:
    assert opened("choose_meeting", "en") == snapshot("""\
« Plan a meeting »
Protocol: [ Examining data (70 min) ]
  In this part of your cycle (Design) teams often take this one. Choose any.
Day: [ 2026-10-14 ]
Starts at: [ 08:15 ]
How long do you have?: [ 60 minutes ]
[ Cancel ] [ Next ]\
""")
    assert opened("choose_meeting", "es") == snapshot("""\
« Planear una reunión »
Protocolo: [ Examinar datos (70 min) ]
  En esta parte del ciclo (Diseñar) los equipos suelen tomar este. Elige el que quieras.
Día: [ 2026-10-14 ]
Empieza a las: [ 08:15 ]
¿Cuánto tiempo tienen?: [ 60 minutos ]
[ Cancelar ] [ Siguiente ]\
""")
    assert opened("meeting_form", "en") == snapshot("""\
« Plan a meeting »
_Read student work side by side to see how it shows what was taught, what students can do, and what they need next._
*Sitting 1:* Opening 5 · Calibration 10 · Presentation and clarifying questions 15 · Review student work 30
*Sitting 2:* Group discussion and commitments 10 · Team reflection and commitments 15 · Debrief 5
That is at least 20 minutes more than you have. I'd divide it into 2 sittings, a week apart; each goes on where the one before stopped.
Facilitator: [ Ana ]
Recorder (optional): [ Ben ]
Timekeeper (optional): [ … ]
Who presents?: [ … ]
Optional steps: ( ) Take them: we use a rubric  (•) Leave them out
If it doesn't fit: ( ) Keep one meeting  (•) Divide it into sittings, a week apart
What should everybody bring or read? (optional): [ … ]
How does it begin?: (•) When one of us presses Start  ( ) By itself, on time, step by step
You have held 3 of these. How much should I show?: (•) Every step with its questions  ( ) Titles and minutes only
[ Cancel ] [ Plan it ]\
""")
    assert opened("meeting_form", "es") == snapshot("""\
« Planear una reunión »
_Leer trabajos de estudiantes lado a lado para ver cómo muestran lo enseñado, qué logran los estudiantes y qué necesitan ahora._
*Sesión 1:* Apertura 5 · Calibración 10 · Presentación y preguntas aclaratorias 15 · Revisar los trabajos 30
*Sesión 2:* Conversación y compromisos 10 · Reflexión y compromisos del equipo 15 · Cierre 5
Son al menos 20 minutos más de los que tienen. Lo dividiría en 2 sesiones, una por semana; cada una sigue donde paró la anterior.
Facilita: [ Ana ]
Registra (optional): [ Ben ]
Cuida el tiempo (optional): [ … ]
¿Quién presenta?: [ … ]
Pasos opcionales: ( ) Incluirlos: usamos una rúbrica  (•) Dejarlos fuera
Si no cabe: ( ) Una sola reunión  (•) Dividirlo en sesiones, una por semana
¿Qué debe traer o leer cada quien? (optional): [ … ]
¿Cómo empieza?: (•) Cuando alguien pulse Empezar  ( ) Sola, a la hora, paso a paso
Ya hicieron 3 de estas. ¿Cuánto muestro?: (•) Cada paso con sus preguntas  ( ) Solo títulos y minutos
[ Cancelar ] [ Planear ]\
""")


def test_writing_a_reflection() -> None:
    assert opened("reflection_form", "en") == snapshot("""\
« Your reflection »
<!channel> O'Neil & <b> 🎉 \u200fשלום
The code of your answer: [ … ]
  Two groups of five, as you were shown it.
What comes to mind?: [ … ]
  Groups and patterns, please: no student names.
Who may know it was you?: ( ) My team: put my name by it  (•) Nobody: keep it anonymous
  Without your name, not even our database can tell. You get a code, once: only with it can you change the answer or take it back.
May your leadership team's weekly digest quote it?: ( ) No  (•) Yes, without my name  ( ) Yes, with my name
  Everybody in that channel can read it, and never before your team has. You can take it back at any time by opening this again; what was posted is then edited.
Your team's channel reads it in the summary at the end of the phase; answers without a name only when there are three or more. Until then you can change it or take it back. It is never part of an evaluation.
[ Take my answer back ]
[ Not now ] [ Send ]\
""")
    assert opened("reflection_form", "es") == snapshot("""\
« Tu reflexión »
<!channel> O'Neil & <b> 🎉 \u200fשלום
El código de tu respuesta: [ … ]
  Dos grupos de cinco, como lo viste.
¿Qué te viene a la mente?: [ … ]
  Grupos y patrones, por favor: sin nombres de estudiantes.
¿Quién puede saber que fuiste tú?: ( ) Mi equipo: con mi nombre  (•) Nadie: que sea anónima
  Sin tu nombre, ni nuestra base de datos puede saberlo. Recibes un código, una sola vez: solo con él puedes cambiar o retirar la respuesta.
¿Puede citarla el resumen semanal de tu equipo directivo?: ( ) No  (•) Sí, sin mi nombre  ( ) Sí, con mi nombre
  Todas las personas de ese canal pueden leerla, y nunca antes que tu equipo. Puedes retirarla en cualquier momento abriendo esto otra vez; lo publicado se edita entonces.
El canal de tu equipo la lee en el resumen al final de la fase; las respuestas sin nombre, solo cuando son tres o más. Hasta entonces puedes cambiarla o retirarla. Nunca forma parte de una evaluación.
[ Retirar mi respuesta ]
[ Ahora no ] [ Enviar ]\
""")


def test_making_a_commitment() -> None:
    assert opened("commitment_form", "en") == snapshot("""\
« A commitment »
What will you do?: [ <!channel> O'Neil & <b> 🎉 \u200fשלום ]
  One thing you will try with students, small enough to be done by then.
By when?: [ 2026-10-14 ]
  Your next meeting, unless you say otherwise.
Who sees it?: (•) My team: we look at it when we meet  ( ) Only me
[ Not now ] [ Commit ]\
""")
    assert opened("commitment_form", "es") == snapshot("""\
« Un compromiso »
¿Qué vas a hacer?: [ <!channel> O'Neil & <b> 🎉 \u200fשלום ]
  Una cosa que probarás con tus estudiantes, lo bastante pequeña para lograrla a tiempo.
¿Para cuándo?: [ 2026-10-14 ]
  Su próxima reunión, si no dices otra cosa.
¿Quién lo ve?: (•) Mi equipo: lo miramos cuando nos reunimos  ( ) Solo yo
[ Ahora no ] [ Comprometerme ]\
""")


def test_what_is_whispered_after_a_form() -> None:
    """One sentence each, with names as they were typed and times as the reader's own."""
    names = [
        "cycle_form.started", "cycle_form.uninvited", "meeting_form.scheduled", "commitment.made",
        "reflection_form.thanks", "cycle_status.nothing",
    ]  # fmt: skip

    assert [whispered(name, "en") for name in names] == snapshot(
        [
            "Your cycle is planned. I'll tell the channel Oct 14, 2026, 8:15 AM.",
            "One more step: I'm not in #grade-5 yet, so I can't write there. Please type there `/invite @Brightcycle`.",
            "Planned: <!channel> O'Neil & <b> 🎉 \u200fשלום, Oct 14, 2026, 8:15 AM, in 2 sittings. The channel gets an invitation.",
            "Kept: I'll remind you the school day before Wednesday, October 14, and ask you that afternoon how it went. Only you see it.",
            "Thank you. Your reflection is kept; you can change it until the phase ends.",
            "<!channel> O'Neil & <b> 🎉 \u200fשלום has no cycle at the moment.",
        ]
    )
    assert [whispered(name, "es") for name in names] == snapshot(
        [
            "Su ciclo está planeado. Lo anunciaré en el canal Oct 14, 2026, 8:15 AM.",
            "Falta un paso: todavía no estoy en #grade-5 y no puedo escribir ahí. Escribe en ese canal `/invite @Brightcycle`.",
            "Planeada: <!channel> O'Neil & <b> 🎉 \u200fשלום, Oct 14, 2026, 8:15 AM, en 2 sesiones. El canal recibe una invitación.",
            "Guardado: te lo recordaré el día de clases anterior al miércoles 14 de octubre y esa tarde te preguntaré cómo te fue. Solo tú lo ves.",
            "Gracias. Guardé tu reflexión; puedes cambiarla hasta que termine la fase.",
            "<!channel> O'Neil & <b> 🎉 \u200fשלום no tiene un ciclo en este momento.",
        ]
    )
