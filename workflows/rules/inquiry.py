"""What a team can choose from in an inquiry cycle: skills, evidence, and the ingredients to have before teaching."""

from collections.abc import Collection
from enum import StrEnum


class Skill(StrEnum):
    """The six cognitive skills in which learning shows."""

    THINKING = "higher_order_thinking"
    READING = "close_reading"
    LANGUAGE = "academic_language"
    COLLABORATION = "structured_collaboration"
    ARGUMENTS = "evidence_based_arguments"
    WRITING = "evidence_based_writing"


class Evidence(StrEnum):
    """The five kinds of evidence: the first three are foundational, the others add to them."""

    FORMATIVE = "formative_assessment"
    STUDENT_WORK = "student_work"
    LEARNING_ROUNDS = "learning_rounds"
    INTERVIEWS = "student_interviews"
    SURVEYS = "survey_results"


FOUNDATIONAL = frozenset({Evidence.FORMATIVE, Evidence.STUDENT_WORK, Evidence.LEARNING_ROUNDS})


class Ingredient(StrEnum):
    """The six things a team has in hand before it starts to implement."""

    BARRIERS = "barriers_defined"
    SKILLS = "skills_chosen"
    PRACTICE = "practice_chosen"
    EVIDENCE = "evidence_chosen"
    AGREEMENTS = "common_agreements"
    COMMITMENT = "collective_commitment"


def missing(ticked: Collection[str]) -> tuple[Ingredient, ...]:
    """List the ingredients a team hasn't ticked yet, in their order."""
    return tuple(each for each in Ingredient if each not in ticked)
