"""The audit log is append-only: the database itself refuses to change or delete an entry."""

from sqlalchemy import Connection, inspect

SENTENCE = "The audit log is append-only."
SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for act in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
    "CREATE OR REPLACE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()",
    "CREATE OR REPLACE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()",
)


def guard(connection: Connection) -> None:
    """Put the triggers on; migrating does so every time, so that no migration can forget them."""
    if not inspect(connection).has_table("audit_entry"):
        return
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
