"""
Kill a process that saves, again and again, and look at what it left.

Run as ``python -m tests.records.store.killing URL KEYS SEED ROUNDS``. Each round forks a process
that saves pairs of records in one transaction, changes keys now and then, and says so only when it
is done; it is killed at a moment of chance. What it said must be there, and nothing may be half
there. The last line says how many pairs were saved.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import time

from placement.records.rotation import rotate
from placement.records.store import open_record
from placement.records.verify import verify

from ..conftest import People
from .cases import access

LONGEST_WAIT_S = 0.6


def main(url, keys, seed, rounds):
    chance = random.Random(seed)
    with open_record(url, keys) as record:
        desk = record.desk(People.coordinator)
        case = desk.cases()[0].id
    said = set()
    for number in range(rounds):
        with killed(url, keys, case, chance) as tokens:
            said |= tokens
        check(url, keys, case, said, f"seed {seed}, round {number}")
    sys.stdout.write(f"{len(said)}\n")


@contextlib.contextmanager
def killed(url, keys, case, chance):
    """Fork a process that saves, kill it, and give what it said was saved."""
    reader, writer = os.pipe()
    wait, luck = chance.uniform(0, LONGEST_WAIT_S), chance.random()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            save_for_ever(url, keys, case, writer, random.Random(luck))
        except BaseException as error:  # said to whoever waits, then gone
            os.write(writer, f"failed {type(error).__name__} {error}\n".encode())
        os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as heard:
        assert heard.readline() == b"ready\n"
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = heard.read().decode().splitlines()
    assert not [line for line in lines if line.startswith("failed")], lines
    yield set(lines)


def save_for_ever(url, keys, case, writer, chance):
    record = open_record(url, keys)
    desk = record.desk(People.coordinator)
    os.write(writer, b"ready\n")
    while True:
        if chance.random() < 0.1:
            rotate(desk, purposes=[chance.choice(["record", "vault", "audit"])], reason="chance")
        token = f"t{chance.getrandbits(64):016x}"
        with desk.transaction():
            desk.save("access", access(person=token), case=case, reason="first of a pair")
            desk.save("access", access(person=token), case=case, reason="second of a pair")
        os.write(writer, f"{token}\n".encode())


def check(url, keys, case, said, where):
    with open_record(url, keys) as record:
        with record.database.reading() as connection:
            report = verify(connection, record.keyring)
        assert report.sound, (where, str(report))
        desk = record.desk(People.coordinator)
        found = [each.data["person"] for each in desk.list("access", case=case)]
    counts = {token: found.count(token) for token in {*found, *said} if token.startswith("t")}
    assert set(counts.values()) <= {2}, (where, counts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
