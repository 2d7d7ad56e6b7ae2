"""The page on which people play with an app: a client of the stand-in that knows no app.

page = Page(stand_in, Alone())   # or a host that can turn the clock and knows what is planned
page.open()                      # at the stand-in's own address
"""

from bot.playground.page.host import Alone, App, Coming, Command, Host, Shortcut, Start, Stop
from bot.playground.page.server import Page

__all__ = ["Alone", "App", "Coming", "Command", "Host", "Page", "Shortcut", "Start", "Stop"]
