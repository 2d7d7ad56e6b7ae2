"""Statements compiled once a process.

SQLAlchemy keeps what it compiled with an engine, and a product has one engine for good. A story has its own, so that
each would compile everything anew: a quarter of its time. An engine opened at `compiled_once(url)` shares with others.
"""

from typing import ClassVar

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.dialects import plugins
from sqlalchemy.engine import CreateEnginePlugin


def compiled_once(url: str) -> str:
    """The address of the same database, for an engine that shares what it compiles."""
    return make_url(url).update_query_pairs([("plugin", "compiled_once")]).render_as_string(hide_password=False)


class CompiledOnce(CreateEnginePlugin):
    """Gives an engine the dialect and the compiled statements of the first one of its kind that has been connected."""

    first: ClassVar[dict[str, Engine]] = {}

    def update_url(self, url: URL) -> URL:
        """Leave the address as it is; SQLAlchemy itself takes the plugin's name out of it."""
        return url

    def engine_created(self, engine: Engine) -> None:
        """Share, unless this is the first: only a dialect that has met its database knows what that can do."""
        known = self.first.get(engine.dialect.name)
        if known is None or known.dialect.server_version_info is None:
            self.first[engine.dialect.name] = engine
            return
        engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache


plugins.register("compiled_once", __name__, "CompiledOnce")
