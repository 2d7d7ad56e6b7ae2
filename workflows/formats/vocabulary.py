"""The words of schools, as data: seasons, subjects, grades, and the many ways of writing nothing.

One vocabulary for every format. Patterns are compared with a text's words in lower case, as ``patterns.spaced`` gives
them: "Fall2024", "FALL_2024" and "fall 2024" are all "fall 2024". Exact codes are compared with the whole cell.
"""

# What exports write when they mean "nothing here".
BLANKS = frozenset(
    [
        *("", "n/a", "n/a*", "na", "n.a.", "n.a", "n / a", "null", "none", "nan", "nil", "-", "--", "---", "----", "–"),
        *("—", ".", "..", "...", "*", "**", "***", "****", "#n/a", "#n/a n/a", "<na>", "<null>", "(blank)", "(none)"),
        *("(null)", "[null]", "not assessed", "not provided", "not available", "not applicable", "no data", "\\n"),
        *("no aplica", "sin datos", "sin dato", "ninguno", "ninguna"),
    ]
)

GRADE_WORDS = {
    word: number
    for number, words in {
        -1: "pk prek prekindergarten pre ee ps preschool pretk p3 p4 3k 4k pk3 pk4 prek3 prek4 headstart ecse "
        "preescolar prekinder",
        0: "k kg kn kindergarten kinder kindergarden tk kf k5 ktg kdg kh transitionalkindergarten",
        1: "one first primero primer 1ro 1er 1o",
        2: "two second segundo 2do 2o",
        3: "three third tercero tercer 3ro 3er 3o",
        4: "four fourth cuarto 4to 4o",
        5: "five fifth quinto 5to 5o",
        6: "six sixth sexto 6to 6o",
        7: "seven seventh septimo 7mo 7o",
        8: "eight eighth octavo 8vo 8o",
        9: "nine ninth noveno 9no 9o freshman",
        10: "ten tenth decimo 10mo sophomore",
        11: "eleven eleventh undecimo junior",
        12: "twelve twelfth duodecimo senior",
    }.items()
    for word in words.split()
}
# Layouts of other countries name their years otherwise: Year 6 is no sixth grade, CE1 no first.
FOREIGN_GRADE = (
    r"(year|yr|form|klasse|primaria|secundaria) ?\d.*|ce ?[12]|cm ?[12]|cp"
    r"|\d+ ?[oaºª]? ?(de )?(primaria|secundaria|eso|bach).*"
)

SUBJECT_CODES = {
    code: subject
    for subject, codes in {
        "math": "ma mat mth m maths mathe ma1 eogma ncm",
        "ela": "el ela e en eng rd rdg read re r la rla lal ar elar elal rea eogrd reading/ela",
        "science": "sc sci s scie cast eogsc sciences",
        "social studies": "ss soc h hist socstudy socst sst socs ssd",
        "language": "wr wri w wrt writ lu",
        "spanish reading": "spanish español espanol sla slar",
    }.items()
    for code in codes.split()
}
# The first pattern that is found decides: Language Usage and Spanish Reading are other tests than Reading.
SUBJECTS = (
    (
        "spanish reading",
        r"\blectura\b|spanish.*\b(read|literacy|language arts)|\b(reading|literacy|language arts).*spanish|\bespanol\b",
    ),
    (
        "social studies",
        r"social|soc ?stud|history|civics|government|economics|geography|\bsoc\b|estudios sociales|historia|humanities",
    ),
    (
        "math",
        r"math|\bmat\b|matem|\balg\b|algebra|geometry|numeracy|quantile|calculus|statistics|\bmth\b|\bsm\b|arithmetic",
    ),
    ("science", r"scien|cienc|biology|chemistry|physics|\bsci\b|\bbio\b|\bcast\b"),
    ("language", r"lang(uage)? usage|^language(?! arts)|writing|\bwri\b|spelling|\bescritura\b"),
    (
        "ela",
        r"\bela\b|english|reading|\bread\b|literacy|language arts|lang arts|\brla\b|\belar\b|\belal\b|lexile|dibels"
        r"|composite|\bsr\b|\bsel\b|\brdg\b|\borf\b|\bfluency\b|comprehension|lengua|ingles",
    ),
)
# Of headers only words that can mean nothing else: a composite may be of any subject.
HEADER_SUBJECTS = (
    ("spanish reading", r"\blectura\b|\bspanish (reading|literacy|language arts)\b"),
    ("social studies", r"\bsocial (studies|science)\b|\bsoc ?stud|\bhistory\b|\bcivics\b"),
    ("math", r"\bmath(s|ematics)?\b|\bmatematicas?\b|\balg(ebra)?\b|\bgeometry\b|\bnumeracy\b|\bquantile\b|\bmth\b"),
    ("science", r"(?<!social )\bscience\b|\bsci\b|\bciencias\b|\bbiology\b"),
    ("language", r"\blang(uage)? usage\b|\bwriting\b|\bescritura\b"),
    (
        "ela",
        r"\bela\b|\benglish\b|\bread(ing)?\b|\bliteracy\b|\blang(uage)? arts\b|\brla\b|\bebrw\b|\blexile\b|\brdg\b",
    ),
)

# The season's own word decides before any month: i-Ready's window is called "Winter (November 16 - March 1)".
FIRST, SECOND, THIRD = (
    rf"^(wave|window|period|benchmark|interim|checkpoint|screening|screener|administration|admin|trimester|round|term"
    rf"|tri|wdw|win|bm|ventana|trimestre) ?{place}$"
    for place in ("(1|one|a|i)", "(2|two|b|ii)", "(3|three|c|iii)")
)
WINDOWS = (
    (
        "fall",
        rf"\bfall|fall\b|autumn|\botono\b|\bboy\b|^beg(inning)?\b|\b(beginning|start) of (the )?(school )?year\b"
        rf"|\bpm ?1\b|\bfa\b|^f$|^f \d\d(\d\d)?$|(inicio|principio|comienzo) (de|del) (ano|curso|ciclo)|{FIRST}",
    ),
    (
        "winter",
        rf"winter|\binvierno\b|\bmoy\b|^mid(dle)?\b|\b(middle|mid) of (the )?(school )?year\b|\bmid ?year\b|\bpm ?2\b"
        rf"|\bwi\b|^wint?r?$|^wtr\b|^w$|^w \d\d(\d\d)?$|mitad (de|del) (ano|curso|ciclo)|{SECOND}",
    ),
    (
        "spring",
        rf"spring|\bprimavera\b|\beoy\b|^end\b|\bend of (the )?(school )?year\b|\byear end\b|\bpm ?3\b|\bsp\b|^spr\b"
        rf"|^s$|^s \d\d(\d\d)?$|summative|\bfin(al)? (de|del) (ano|curso|ciclo)|{THIRD}",
    ),
    ("summer", r"summer|\bverano\b|\bsu\b|^sum\b|^summ\b"),
    ("fall", r"\b(august|september|october|november|aug|sept?|oct|nov|agosto|septiembre|octubre|noviembre)\b"),
    ("winter", r"\b(december|january|february|dec|jan|feb|diciembre|enero|febrero)\b"),
    ("spring", r"\b(march|april|may|mar|apr|marzo|abril|mayo)\b"),
    ("summer", r"\b(june|july|jun|jul|junio|julio)\b"),
)
# "F24", "FA24", "Fall '24", "SPRING_24": a season and the last two figures of a year.
SEASON_YEAR = (
    r"(?:.* )?(f|fa|fall|autumn|w|wi|win|winter|s|sp|spr|spring|su|sum|summer|boy|moy|eoy|pm \d) ?(\d\d)(?: .*)?"
)
# The months in which each season's tests are really given: a date outside them contradicts the season's name.
SEASON_MONTHS = {
    "fall": (7, 8, 9, 10, 11, 12),
    "winter": (11, 12, 1, 2, 3),
    "spring": (2, 3, 4, 5, 6, 7),
    "summer": (5, 6, 7, 8, 9),
}
# Where a format's season is only the usual one, the months in which a date leaves it so.
USUAL_MONTHS = {
    "fall": (7, 8, 9, 10, 11, 12),
    "winter": (11, 12, 1, 2, 3, 4, 5),
    "spring": (2, 3, 4, 5, 6, 7, 8),
    "summer": (5, 6, 7, 8, 9),
}
# Words of a test's name that any test may have.
COMMON_TEST_WORDS = frozenset(
    [
        *(
            "test",
            "tests",
            "assessment",
            "assessments",
            "exam",
            "grade",
            "gr",
            "the",
            "of",
            "and",
            "for",
            "a",
            "in",
            "k",
        ),
        *("usage", "arts", "year", "beginning", "middle", "end", "term", "window", "summative", "interim", "form"),
        *("version", "level", "language", "unit", "cfa"),
    ]
)
