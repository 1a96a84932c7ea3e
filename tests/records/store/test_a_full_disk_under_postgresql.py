"""A full disk under a PostgreSQL server, really full: said in a sentence, and nothing is harmed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from placement.errors import Unavailable
from placement.records.store import create_record, open_record

from .. import postgresql
from .cases import access, plain
from .test_the_log import report_of

LONG = "w" * 200_000  # sealed, it cannot be packed any smaller


@contextmanager
def small_disk(place, size):
    """A file system of a size, where the tests may make one, and what makes it larger."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only the owner of the machine may make a small file system")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system may be made here")

    def grow(larger):
        again = ["mount", "-o", f"remount,size={larger}", str(place)]
        subprocess.run(again, check=True, capture_output=True)

    try:
        yield grow
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


def fill(desk, case):
    """Save until there is no more room; return how much was acknowledged, and what was said."""
    for saved in range(500):
        try:
            desk.save("draft", {"for_kind": "meeting", "typed": LONG}, case=case, reason="n")
        except Unavailable as error:
            return saved, str(error)
    pytest.fail("the disk was never full")


def test_a_tablespace_without_room_is_said_and_the_server_goes_on(postgresql_server, keys, people):
    if not isinstance(postgresql_server, postgresql.Server):
        pytest.skip("the server is somebody else's")
    place = postgresql_server.home / "small"
    place.mkdir()
    name, url = postgresql.new_database(postgresql_server)
    with small_disk(place, "2m") as grow:
        for owned in postgresql_server.other_user():
            shutil.chown(place, owned)
        with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            connection.execute(f"ALTER DATABASE {name} SET default_tablespace = small")
        with create_record(url, keys) as record:
            desk = record.desk(people.coordinator)
            case = desk.open_case("AB-1", plain("AB-1"), reason="new").id
            saved, said = fill(desk, case)
            assert saved > 0
            assert said.startswith("There is no room left on the disk of the record.")
            assert "Nothing of this was saved" in said
            grow("32m")
            assert len(desk.list("draft", case=case)) == saved
            desk.save("access", access(), case=case, reason="again")
            assert report_of(record).sound
        postgresql.drop_database(postgresql_server, name)
        with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as connection:
            connection.execute("DROP TABLESPACE small")


def test_a_server_whose_whole_disk_is_full_comes_back_with_all_that_was_saved(keys, people):
    folder = postgresql.programs()
    if folder is None:
        reason = "PostgreSQL is not installed here"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    place = Path(tempfile.mkdtemp(prefix="disk"))
    place.chmod(0o755)
    with small_disk(place, "160m"):
        server = postgresql.Server(folder, inside=place)
        try:
            url = postgresql.new_database(server)[1]
            with create_record(url, keys) as record:
                desk = record.desk(people.coordinator)
                case = desk.open_case("AB-1", plain("AB-1"), reason="new").id
                filler = place / "filler"
                with suppress(OSError), filler.open("wb") as file:
                    while True:  # until there is no room
                        file.write(b"x" * 65536)
                        file.flush()
                saved, said = fill(desk, case)
                assert "Nothing of this was saved" in said or "not known whether" in said
                filler.unlink()
            with suppress(subprocess.CalledProcessError):
                server.start()  # where it went down, as its owner would start it again
            with open_record(url, keys) as again:
                desk = again.desk(people.coordinator)
                there = len(desk.list("draft", case=case))
                assert there in ((saved, saved + 1) if "not known" in said else (saved,))
                desk.save("access", access(), case=case, reason="again")
                assert report_of(again).sound
        finally:
            server.remove()
    place.rmdir()
