"""The layers stand: they import, and a refusal carries its sentence."""

from workflows.refusal import Refusal


def test_a_refusal_fills_its_facts_into_its_sentence() -> None:
    refusal = Refusal("A cycle lasts {least} to {most} weeks.", field="weeks", least=4, most=6)

    assert str(refusal) == "A cycle lasts 4 to 6 weeks."
    assert refusal.field == "weeks"
