"""What the words of a header say about a column of a table that nobody knows; compared with ``patterns.spaced`` words.

The lists are data: a word that misleads a guess is added here, and the test of proposals says what else it moved.
"""

import re

# Who a student is, where they live, what they receive: never a score, an id or anything else that is read in a guess.
ABOUT_STUDENT = re.compile(
    r"\b(races?|ethnic\w*|hispanic|latin[oax]|white|black|asian|african|american indian|native|pacific"
    r"|islander|multiracial"
    r"|two or more|gender|sex|sexo|raza|languages?|homelanguage|home lang|idioma|birth\w*|dob|born|age"
    r"|edad|lunch|frl|frpl|free"
    r"|reduced|economic\w*|disadvantaged?|income|sped|special ed\w*|iep|504|disabilit\w*|exceptionality"
    r"|swd|ell?|el|esl|lep"
    r"|elpa|lau|migrant|homeless|foster|military|immigrant|title|zip|postal|phone|address|city|county"
    r"|email|correo|parent|guardian"
    r"|contact|gifted|gt|tag|retained|discipline|incidents?|suspen\w*|absen\w*|attend\w*|tard\w*|days"
    r"|accommodat\w*|mail|residence|resident)\b"
    r"(?! (arts|usage))"
)
# What stands beside a score and is none: its error, its rank, its level, what is hoped for, how long it took.
BESIDE_SCORE = re.compile(
    r"\b(?!section score)(se|sem|csem|ssse|error|margin|min|max|minimum|maximum|lower|upper|low|high|band"
    r"|range|percentiles?|ptile|pctl|pctile|tile"
    r"|ranks?|pr|npr|nce|stanine|quintile|quartile|decile|ge|equivalent|irl|zpd|ar|level|levels|lvl|lev"
    r"|nivel|placement|tier"
    r"|categor\w*|status|proficien\w*|performance|achievement|met|meets|approaches|masters|risk|flag|code"
    r"|growth|gain|gains|goal|goals"
    r"|target|targets|projected|projection|predicted|predict\w*|probability|expected|typical|stretch"
    r"|change|diff|difference"
    r"|prior|previous|date|fecha|time|minutes|mins|seconds|duration|attempts?|items?|count|counts|possible"
    r"|passed|completed|theta"
    r"|sgp|cgi|cgp|z|year|years|ano|grade|gr|grado|room|period|hour|order|seq|sequence|version|form"
    r"|session|booklet|points possible"
    r"|of year|day|month|week|number of|participation|reason|mode|valid|invalid|void|included?|weeks"
    r"|accuracy|rate|teacher|staff"
    r"|school|campus|district|building|escuela|class|section|course)\b|#"
)
# Taken for the score only where nothing better stands in the table.
LAST_RESORT = re.compile(r"\b(percentiles?|ptile|pctl|npr|pr|nce|lexile|quantile|ge|grade equivalent|level|stanine)\b")
NOT_EVEN = re.compile(
    r"\b(growth|goal|target|projected|gain|grade level|prior|previous|expected|school|district|teacher)\b"
)
SECONDARY = re.compile(r"\b(raw|percent|pct|correct|perc|lexile|quantile|weighted|sub|writing prompt|theta)\b|%")
# Parts of a test: a strand, a domain, a claim. They count only where nothing is over the whole test.
PART = re.compile(
    r"\b(strand|domain|claim|cluster|reporting category|category \d|goal \d|subtest|subscore|standard"
    r"|skill|measure \d|section \d"
    r"|operations?|algebraic|fractions?|geometry|measurement|data|statistics|expressions|ratios?|functions"
    r"|vocabulary|phonics"
    r"|phonological|phonemic|fluency|comprehension|informational|literary|literature|listening|speaking"
    r"|numbers|number (?:sense|and)|base ten|counting"
    r"|nwf|orf|psf|lnf|fsf|wrf|maze|spelling|conventions|essay|item|q\d+|question|integration|craft"
    r"|key ideas|foundational)\b"
)
# The grade in a test's name tells whose it is, and takes nothing from its score: "Grade 5 Math Score", "Gr 3 Read".
GRADED = re.compile(
    r"\b(grade|gr|grado|year|yr) ?\d{1,2}\b|\b\d{1,2}(st|nd|rd|th)? ?(grade|gr)\b|\b(of|the)? ?school year\b"
)
SCALE = re.compile(
    r"\b(scaled?|rit|vss|ss|sss|uss|vertical scale|unified|standard score|escala)\b|\b(scale|scaled)(score"
    r"|\d)|\bsection score\b"
)
WHOLE = re.compile(r"\b(composite|overall|total|final|compuesto|global|general)\b")
SCORE = re.compile(
    r"\b(scores?|points?|pts|results?|marks?|puntaje|puntuacion|puntos|calificacion|nota|resultado|value"
    r"|wcpm|wpm|wrc|correct|raw)\b"
)
TEST = re.compile(
    r"\b(map|star|iready|i ready|dibels|acadience|fast|amath|areading|mclass|aimsweb|istation|ixl|staar"
    r"|sbac|caaspp|parcc|mcas"
    r"|benchmark|diagnostic|screener|screening|interim|assessment|test|exam|prueba|examen|nwea|sat|psat"
    r"|act|eog|eoc|isip|nnat"
    r"|cogat|iowa|itbs|terra ?nova|olsat|math|reading|read|ela|science|language|literacy|matematicas"
    r"|lectura|fluency)\b"
)
SEASON = re.compile(
    r"\b(fall|autumn|otono|boy|winter|invierno|moy|spring|primavera|eoy|pm ?[123]|beginning|middle|end)\b"
)
# "F Math", "Wi ELA", "SP24 Math": a letter or two for the season, where a test's own word follows.
SHORT_SEASON = re.compile(
    r"^(f|fa|w|wi|win|s|sp|spr)( \d\d)? (math|reading|read|ela|science|writing|rit|score|map|star|ss|benchmark"
    r"|composite)\b"
    r"|\b(math|reading|read|ela|science|rit|score|map|star|ss|composite) (f|fa|w|wi|win|s|sp|spr)( \d\d)?$"
)
# A product's own name is no gain: MAP Growth, HMH Growth Measure.
PRODUCTS = re.compile(r"\b(map growth|nwea growth|hmh growth measure|growth measure|growth test)\b")
# Benchmarks that are numbered come in the order of the seasons.
IN_TURN = re.compile(r"\b(benchmark|interim|checkpoint|screener|screening|window|trimester|bm) [123]\b")
# What a teacher marks: a quiz, a project, a unit's test. Marks are no measure of growth.
MARKS = re.compile(
    r"\b(quiz|quizzes|homework|hw|assignments?|projects?|classwork|cw|exit tickets?|worksheets?|essays?"
    r"|unit \d+|chapter \d+"
    r"|ch \d+|lab|labs|midterm|extra credit|participation|bell ?work|journal|presentation|tarea|proyecto"
    r"|examen parcial)\b"
)
NOT_AN_ID = re.compile(
    r"\b(school|district|campus|building|class|section|group|teacher|staff|course|subject|test|assessment"
    r"|item|room|grade|year|date"
    r"|term|scores?|points|result|zip|percent|level|lvl|escuela|distrito|grado|docente|ano|fecha|raw|scale"
    r"|scr|rank|theta|program|event"
    r"|vendor|agency|site|form|opportunity|session|tester|parent|guardian|household|family|enrollment|nwf"
    r"|orf|cls|wrc|correct)\b"
)
COUNTER = re.compile(r"^(s|sr|sl|serial|row|line|seq|sequence|record|index|order|ref)? ?(no|num|number|nr|n|id)?$")
NAMED_ID = re.compile(
    r"\b(students?|pupils?|scholars?|learners?|child|kid|estudiante|alumn[oa])s?( \w+){0,2} (ids?"
    r"|identifier|no|num|number|nr|key"
    r"|code|ref\w*|oen)\b|\b(ids?|identifier|numero|matricula|num|clave)( de| del)?( \w+)? (student"
    r"|estudiante|alumn[oa])s?\b"
    r"|\b(ssid|sasid|lasid|usi|uic|stn|uid|suid|osis|nysid|wiseid|gtid|fleid|pasecureid|mosis|upn|oen|nsn|curp|uln)\b"
    r"|^(local|sis|state|district|power ?school|infinite campus|skyward|perm|permanent|badge|lunch|nwea"
    r"|star|iready)( \w+)? (id|no|number)$"
    r"|^(id|ids|identifier|id number|student|pupil|matricula|estudiante|alumn[oa])$|\b(student|pupil|sis"
    r"|child)(id|no|key|code|number)\b"
)
# Of several ids the school's own comes first, then the state's, then a vendor's.
ID_RANKS = (
    (re.compile(r"^(district|school|state) (id|no|number)$"), 0.6),
    (re.compile(r"\b(local|sis|lasid|district|perm|permanent)\b"), 4.0),
    (re.compile(r"\b(state|ssid|sasid|statewide)\b"), 2.5),
    (
        re.compile(
            r"\b(nwea|star|renaissance|iready|vendor|fast|user|login|alternate|external|other|parent|uuid|guid"
            r"|secondary)\b"
        ),
        1.5,
    ),
)
FULL_NAME = re.compile(
    r"^(student|pupil|scholar|learner|child|full|student full|legal|display)? ?(name|names)( last first"
    r"| first last)?$"
    r"|^(students?|pupils?|scholars?|kids?|learners?|name of student|nombre|nombres?|alumn[oa]s?|estudiantes?"
    r"|nombre (completo|del (alumno|estudiante)|de la alumna)|nombre y apellidos?|last first( name)?"
    r"|last name first name"
    r"|apellidos? y nombres?)$"
)
LAST_NAME = re.compile(
    r"^(student |legal |pupil )?(last|family|sur) ?(name)?$|^surname$|^apellidos?( \w+)?$|^lname$|^(last|l) ?nm$"
)
FIRST_NAME = re.compile(
    r"^(student |legal |pupil |preferred )?(first|given) ?(name)?$|^nombres?$|^fname$|^(first|f) ?nm$|^forename$"
)
