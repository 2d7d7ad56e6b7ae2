"""What a team can choose from."""

from workflows.rules.inquiry import FOUNDATIONAL, Evidence, Ingredient, Skill, missing


def test_the_lists_are_complete() -> None:
    assert (len(Skill), len(Evidence), len(FOUNDATIONAL), len(Ingredient)) == (6, 5, 3, 6)


def test_what_is_missing_is_listed_in_order() -> None:
    assert missing([]) == tuple(Ingredient)
    assert missing(["skills_chosen", Ingredient.PRACTICE, "barriers_defined"]) == (
        Ingredient.EVIDENCE,
        Ingredient.AGREEMENTS,
        Ingredient.COMMITMENT,
    )
    assert missing(list(Ingredient)) == ()
