"""A PostgreSQL server for the tests: one of our own, started and stopped here, or a given one."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

GIVEN = "PLACEMENT_TEST_POSTGRESQL"
_OTHER_USERS = ("postgres", "nobody")


def programs():
    """The folder with initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


class Server:
    """A server that listens on a socket in its own folder, and nowhere else."""

    def __init__(self, folder, *, inside=None):
        self.bin = folder
        self.home = Path(tempfile.mkdtemp(prefix="pg", dir=inside))
        self.user = "tests"
        self._as = []
        if os.geteuid() == 0:
            other = next(name for name in _OTHER_USERS if _exists(name))
            self._as = ["runuser", "-u", other, "--"]
            shutil.chown(self.home, other)
        self._run(self.bin / "initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-N")
        self.start()

    def other_user(self):
        """The user that the server runs as, in a list; none where that is us."""
        return self._as[2:3]

    @property
    def data(self):
        return self.home / "data"

    def url(self, database):
        return f"postgresql://{self.user}@/{database}?host={self.home}"

    def start(self):
        # the process may die, the machine does not: what is written need not reach the disk
        options = f"-c listen_addresses= -k {self.home} -c fsync=off -c max_connections=60"
        log = self.home / "log"
        self._run(self.bin / "pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")

    def stop(self, how="fast"):
        self._run(self.bin / "pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, *command):
        subprocess.run(
            [*self._as, *map(str, command)],
            check=True,
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )


class Given:
    """A server that somebody else looks after; databases are made in it and removed."""

    def __init__(self, url):
        self._url = make_url(url)

    def url(self, database):
        return self._url.set(drivername="postgresql", database=database).render_as_string(
            hide_password=False
        )

    def remove(self):
        """Nothing: it is not ours."""


def new_database(server):
    """Make an empty database and return its URL."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return name, server.url(name)


def drop_database(server, name):
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _exists(user):
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
