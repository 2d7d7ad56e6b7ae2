"""Alembic's entry: the connection comes from `bot/migrating.py`, which knows the settings."""

import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection, create_engine

from workflows import store
from workflows.store import audit_triggers
from workflows.store.base import Base, Instant

for module in pkgutil.iter_modules(store.__path__):
    importlib.import_module(f"workflows.store.{module.name}")  # the tables register themselves


def _render(kind: str, value: object, _context: object) -> str | bool:
    # Migrations outlive the code: they name the database's own type, not ours.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Instant) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    audit_triggers.guard(connection)


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as own:
        _run(own)
