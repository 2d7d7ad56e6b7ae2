"""Notice a likely student name in what somebody is about to send, from nothing but the text.

Rosters are not at hand where people write, and must not be. So this asks about words that look like a name next to
words such as "my student"; it asks once, and never stops anybody.
"""

import re

_WHO = (
    r"student|pupil|kid|child|boy|girl|learner|newcomer|reader|writer|"
    r"alumn[oa]|estudiante|niñ[oa]|chic[oa]|muchach[oa]|nen[ea]"
)
_WHOSE = r"my|our|one of my|one of our|a|an|the|this|that|mi|mis|nuestr[oa]s?|un|una|el|la|este|esta|ese|esa"
_NAME = r"(?-i:[A-ZÀ-Ý][A-Za-zÀ-ÿ'’]+(?:[ -][A-ZÀ-Ý][A-Za-zÀ-ÿ'’]*\.?)?)"
_CALLED = r"(?:named|called|llamad[oa]|que se llama)"
_PATTERNS = [
    re.compile(rf"\b(?:{_WHOSE})\s+(?:\w+\s+)?(?:{_WHO})s?\s*[,:]?\s*(?:{_CALLED}\s+)?({_NAME})", re.IGNORECASE),
    re.compile(rf"\b({_NAME}),?\s+(?:is\s+|es\s+)?(?:{_WHOSE})\s+(?:\w+\s+)?(?:{_WHO})\b", re.IGNORECASE),
]
# Capitalised, and yet nobody's name.
_NO_NAMES = frozenset({
    "I", "I'm", "I’m", "It", "We", "They", "He", "She", "You", "The", "This", "That", "These", "Those", "What", "When",
    "Where", "Who", "Why", "How", "But", "And", "So", "If", "In", "On", "At", "As", "Now", "Today", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December", "English", "Spanish", "Math", "Maths", "Reading", "Writing",
    "Science", "Slack", "MAP", "El", "La", "Los", "Las", "Un", "Una", "Yo", "Lo", "Se", "Es", "Que", "Lunes", "Martes",
    "Miércoles", "Jueves", "Viernes", "Y", "Pero", "Si", "En", "Cuando", "Como", "Matemáticas", "Lectura", "Español",
    "Inglés",
})  # fmt: skip


def likely_names(*texts: str) -> tuple[str, ...]:
    """The words in some texts that look like the name of a student, each once."""
    found = (match[1] for text in texts for pattern in _PATTERNS for match in pattern.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name.split()[0] not in _NO_NAMES))
