"""A stand-in Slack, for the demo and the tests: it knows Slack's rules and none of our screens.

slack = StandIn(clock.now)                     # tells its own time, refuses what Slack refuses
await slack.start()                            # slack.api_url is the SDK's base_url
slack.app_url = "http://127.0.0.1:3000"        # where commands, interactions and events go
school = slack.workspace("T1", "Maple School")
ana = school.person("Ana Ruiz", tz="America/New_York")
school.channel("grade-5", members=[ana])
await ana.types("/cycle start", in_="#grade-5")
await ana.submits(question="I wonder…", weeks="5")
assert school.said_in("#grade-5") == ["New cycle: I wonder…"]
assert slack.refused == []
"""

from bot.playground.people.person import Person
from bot.playground.standin import SIGNING_SECRET, StandIn
from bot.playground.workspaces import Workspace
from bot.playground.world.mischief import Trick

__all__ = ["SIGNING_SECRET", "Person", "StandIn", "Trick", "Workspace"]
