"""The one way to say no: an exception that carries a kind sentence."""

from collections.abc import Sequence


class Refusal(Exception):
    """A no that a teacher understands, and the form field it belongs to, if any.

    The sentence is written in English with ``{names}`` for its facts, so that the doors can look its
    translation up and fill the same facts in: ``Refusal("A cycle lasts {least} to {most} weeks.", field="weeks",
    least=4, most=6)``. ``who`` are people who could do it instead; they are named where Slack shows mentions.
    ``instead`` is a command that does what was probably meant; it is offered as a button.
    """

    def __init__(
        self,
        sentence: str,
        *,
        field: str | None = None,
        who: Sequence[str] = (),
        instead: str = "",
        **facts: object,
    ) -> None:
        super().__init__(sentence.format(**facts) if facts else sentence)
        self.sentence = sentence
        self.field = field
        self.who = tuple(who)
        self.instead = instead
        self.facts = facts
