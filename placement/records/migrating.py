"""Making the tables, and bringing those of an older edition up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text

from placement.errors import Unavailable
from placement.records.schema import HEAD

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a database is of; None if it holds no record."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def known() -> list[str]:
    """Return every revision that this edition of the program knows, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_SCRIPTS))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def move_to(connection: Connection, revision: str = HEAD) -> None:
    """Run the revisions up to one, in the transaction that the connection is in."""
    # imported here: nothing but making and upgrading a record needs it
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_SCRIPTS))

    def steps(current: Any, _: object) -> Any:  # noqa: ANN401 - alembic's own
        return scripts._upgrade_revs(revision, current)

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=revision) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()


def check_schema(connection: Connection, place: str) -> None:
    """
    Refuse a database that is of another edition, or no record.

    Raises
    ------
    Unavailable
        With the command that mends it.
    """
    found = revision_of(connection)
    if found is None:
        raise Unavailable(
            f"There is no record in {place}. Check the URL, or make one: `placement record create`."
        )
    if found == HEAD:
        return
    if found < HEAD:
        raise Unavailable(
            f"The record in {place} is of an older edition (tables {found}, this program needs "
            f"{HEAD}). Make a backup, then run `placement record upgrade`. Nothing was changed."
        )
    raise Unavailable(
        f"The record in {place} is of a newer edition (tables {found}, this program knows {HEAD}). "
        "Install the newer program. Nothing was changed."
    )
