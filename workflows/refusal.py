"""The one way to say no: an exception that carries a kind sentence."""


class Refusal(Exception):
    """A no that a teacher understands, and the form field it belongs to, if any.

    The sentence is written in English with ``{names}`` for its facts, so that the doors can look its
    translation up and fill the same facts in: ``Refusal("A cycle lasts {least} to {most} weeks.", field="weeks",
    least=4, most=6)``.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(sentence.format(**facts) if facts else sentence)
        self.sentence = sentence
        self.field = field
        self.facts = facts
