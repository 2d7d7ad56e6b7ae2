"""Facts for each template."""

from datetime import time, timedelta

from bot.checks.facts import files, spots
from bot.checks.facts.events import notices, started, team_changed
from bot.checks.facts.hostile import ANA, AT, BEN, HERE, ON, Facts
from workflows.cycles.phases import Phase
from workflows.cycles.stages import Stage
from workflows.rules.quiet_hours import MAX_FOLLOW_UPS


def for_templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template, by its name; more than one where its words depend on them."""
    name = text[:80]
    counts = [{"reflections": n, "commitments": n, "kept": n, "weeks": 5} for n in (0, 1, 2)]
    where = {"team": name, "question": text, "weeks": 5, "starts_on": ON, "ends_on": ON, "next_at": AT}
    commitment = {"team": name, "due_on": ON, "most": MAX_FOLLOW_UPS}
    return {
        "admin_notice": [{**each, "decision": "resend"} for each in notices(text)]
        + [{**each, "decision": "drop"} for each in notices(text)],
        "commitment": [
            {**commitment, "follow_up": number, "state": state}
            for number in range(MAX_FOLLOW_UPS + 1)
            for state in ("done", "stuck", "dropped")
        ],
        "commitment_form": [{}],
        "cycle_closing": [*counts, {"reflections": 0, "commitments": 3, "kept": 2, "weeks": 5}],
        "cycle_form": [{"due_at": AT, "channel": HERE}],
        "cycle_moved": [{"by": ANA, "team": name, "stage": stage} for stage in Stage],
        "cycle_prompt": [{"week": 1, "weeks": 5, "title": text, "text": text, "phase": phase} for phase in Phase],
        "cycle_started": [started(text)],
        "cycle_status": [
            {**where, "stage": stage, "week": week, "phase": phase, "next_at": next_at, "today": today}
            for stage in Stage
            for today in (ON - timedelta(days=1), ON, ON + timedelta(days=1))
            for week, phase, next_at in ((None, None, None), *((2, phase, AT) for phase in Phase))
        ],
        **spots.for_templates(text),
        "help": [{}],
        "ilt_form": [{"school": name, "weekday": ON, "at": time(13)}],
        "meeting_form": [{"title": text, "minutes": 70, "starts_at": AT}],
        "meeting_reminder": [
            {"title": text, "starts_at": AT, "minutes": 70, "roles": roles, "kept": 1, "promised": 3}
            for roles in ([(text, ANA)], [(text, ANA), (text, BEN)])
        ],
        "meeting_step": [
            {
                "number": 2, "steps": 9, "title": text, "minutes": 10, "until": time(8, 30), "who_speaks": text,
                "silent": silent, "prompts": (text, text), "captures": [text, text],
            }
            for silent in ("none", "first", "all")
        ],
        "meeting_summary": [{}],
        "phase_summary": [{"phase": phase, "who": who, "more": 3} for phase in Phase for who in (ANA, None)],
        "reflection_form": [{"quotable": "no"}, {"quotable": "named"}],
        "team_changed": team_changed(text),
        "team_form": [{}],
        **files.templates(text),
        "waiting": [{"on": ON + timedelta(days=each)} for each in range(7)],
    }  # fmt: skip
