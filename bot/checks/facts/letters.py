"""Facts for each kind of post, as its verb would tell them."""

from bot.checks.facts import files, spots
from bot.checks.facts.events import notices, started, team_changed
from bot.checks.facts.hostile import ANA, AT, BEN, ON, ZONE, Facts
from handlers.slack.dependencies import Library
from workflows.cycles.phases import Phase
from workflows.cycles.stages import Stage
from workflows.rules.quiet_hours import MAX_FOLLOW_UPS


def for_letters(text: str, library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post, as its verb would tell them."""
    commitment = {
        "commitment": 7, "due_on": ON, "text": text[:500], "follow_up": 0, "most": MAX_FOLLOW_UPS, "team": text[:80],
    }  # fmt: skip
    meetings = [
        {
            "meeting": 3, "protocol": key, "place": place, "roles": {"facilitator": ANA, "recorder": BEN, text: ANA},
            "starts_at": AT, "question": text, "promised": promised, "kept": 0, "zone": ZONE,
        }
        for key, protocol in library.protocols.items()
        for place in range(1, len(protocol.steps) + 1)
        for promised in (0, 4)
    ]  # fmt: skip
    return {
        "cycle:started": [started(text)],
        "cycle:prompt": [
            {"cycle": 1, "on": ON, "week": week, "weeks": 6, "phase": phase, "question": text, "earlier": earlier}
            for phase in Phase
            for week in range(1, 7)
            for earlier in (0, 1)
        ],
        "cycle:phase": [
            {"phase": phase, "question": text, "words": [(text, who) for who in (ANA, None) for _ in range(many)]}
            for phase in Phase
            for many in (1, 12)
        ],
        "cycle:moved": [{"by": ANA, "team": text[:80], "stage": stage} for stage in Stage],
        "team:changed": team_changed(text),
        "cycle:closing": [
            {"cycle": 1, "question": text, "weeks": 4, "reflections": 1, "commitments": 2, "kept": 0},
        ],
        "meeting:reminder": [each for each in meetings if each["place"] == 1],
        "meeting:step": meetings,
        "meeting:summary": meetings[:1],
        "commitment:reminder": [commitment],
        "commitment:check-in": [commitment],
        "commitment:follow-up": [{**commitment, "follow_up": number} for number in range(1, MAX_FOLLOW_UPS + 1)],
        **spots.for_letters(text),
        **files.letters(text),
        "admin:notice": notices(text),
    }
