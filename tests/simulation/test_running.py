"""Many repetitions: the same wherever they are worked out, kept as they come, and gone on with."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest

from placement import machines
from placement.errors import InputError
from placement.load import load_setting
from placement.machines import How
from placement.planning import assessing
from scenarios.cohorts import make_cohort
from scenarios.simulation import running
from scenarios.simulation.folder import Kept, canonical, fingerprint
from scenarios.simulation.running import Stopped, run

from .test_years import ORDER

SMALL = replace(
    ORDER,
    people=4,
    policies=("protocol", "looking-ahead"),
    supposed=tuple((name, 1 if name == "futures" else value) for name, value in ORDER.supposed),
)
MANY = 6
HERE = How(jobs=1)


@pytest.fixture(scope="module")
def alone():
    """The repetitions as one process works them out."""
    return canonical(run([SMALL], MANY, HERE))


def test_what_is_kept_is_read_again_and_a_part_of_a_file_is_worked_out_anew(
    tmp_path, monkeypatch, alone
):
    folder = tmp_path / "work"
    run([SMALL], 3, HERE, folders=[folder])
    files = sorted(folder.glob("repetition-*.json"))
    assert len(files) == 3
    files[1].write_text(files[1].read_text()[:40])
    worked = []
    real = running.replicate
    monkeypatch.setattr(running, "replicate", lambda o, n, p: (worked.append(n), real(o, n, p))[1])
    told = []
    again = run(
        [SMALL],
        MANY,
        HERE,
        folders=[folder],
        resume=True,
        progress=lambda done, asked: told.append((done, asked)),
    )
    assert worked == [1, 3, 4, 5]
    assert told == [(done, MANY) for done in range(2, MANY + 1)]
    assert canonical(again) == alone


def test_a_folder_of_something_else_is_refused_in_a_sentence(tmp_path):
    folder = tmp_path / "work"
    Kept(folder, SMALL, resume=False).keep(0, {"number": 0})
    with pytest.raises(InputError, match="give --resume to go on"):
        Kept(folder, SMALL, resume=False)
    other = replace(SMALL, seed=99, supposed=(("departs_share", 0.5), *SMALL.supposed[1:]))
    with pytest.raises(InputError, match=r"not the same: seed, assumptions\)"):
        Kept(folder, other, resume=True)
    assert Kept(folder, SMALL, resume=True).done() == {0: {"number": 0}}
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("")
    with pytest.raises(InputError, match="holds other files"):
        Kept(tmp_path / "full", SMALL, resume=True)
    with pytest.raises(InputError, match="it is a file"):
        Kept(tmp_path / "full" / "letter.txt", SMALL, resume=True)


def test_the_fingerprint_is_of_the_order_the_places_and_the_program(monkeypatch):
    from scenarios.simulation import folder

    one = fingerprint(SMALL)
    assert fingerprint(replace(SMALL)) == one
    assert fingerprint(replace(SMALL, people=5)) != one
    monkeypatch.setattr(folder, "program", lambda: "another")
    assert fingerprint(SMALL) != one


def test_stopping_keeps_what_is_done(tmp_path, monkeypatch):
    real = running.replicate

    def stopped(order, number, pool):
        if number == 2:
            raise KeyboardInterrupt
        return real(order, number, pool)

    monkeypatch.setattr(running, "replicate", stopped)
    with pytest.raises(Stopped, match="2 of 5"):
        run([SMALL], 5, HERE, folders=[tmp_path / "work"])
    assert len(list((tmp_path / "work").glob("repetition-*.json"))) == 2
    assert not list((tmp_path / "work").glob(".part-*"))


def test_on_all_cores_the_results_are_the_same_byte_for_byte(alone):
    assert canonical(run([SMALL], MANY, How(jobs=2))) == alone
    assert assessed(How(jobs=2)) == assessed(HERE)


def assessed(how):
    """The points of a large plan's cases, some at a time; progress is in whole parts."""
    cohort = make_cohort("cambridgeshire", 8, seed=5, start=date(2026, 11, 21))
    setting = load_setting(profile="cambridgeshire", as_of=date(2027, 5, 21))
    setting = replace(setting, placements=cohort.placements)
    cases, told = [person.case for person in cohort.people], []
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(assessing, "AT_ONCE", 3)
        lights = assessing.assess_all(cases, setting, how, progress=lambda *done: told.append(done))
    assert (told[0], told[-1], len(told)) == ((0, 8), (8, 8), 4)
    return [(one.case, one.units.tolist(), one.waits, one.origin) for one in lights]


def test_a_worker_with_another_program_refuses():
    with pytest.raises(InputError, match="a worker has another version of the program"):
        running.work_out(SMALL, 0, 0, None, "another")


def test_a_cluster_that_does_not_answer_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(machines, "WAIT_S", 1)
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        run([SMALL], 2, How(cluster="tcp://127.0.0.1:9"))


def test_without_dask_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'placement\[cluster\]'"):
        run([SMALL], 2, How(cluster="tcp://127.0.0.1:9"))


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers as processes of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    begun = []

    def start(kind, *words):
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
        with (tmp_path / f"{kind}-{len(begun)}.log").open("w") as log:
            begun.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path))
        return begun[-1]

    quiet = ("--no-dashboard",)
    port = address.rpartition(":")[2]
    start("scheduler", "--host", "127.0.0.1", "--port", port, *quiet)
    one = ("--nthreads", "1", "--nworkers", "1", "--no-nanny", "--host", "127.0.0.1", *quiet)
    workers = [start("worker", address, *one) for _ in range(2)]
    yield address, workers
    for each in begun:
        each.kill()
    for each in begun:
        each.wait()


def test_on_a_cluster_that_loses_a_worker_the_results_are_the_same(cluster, tmp_path, alone):
    address, workers = cluster
    killed = []

    def lose_one(done, asked):
        if done >= 2 and not killed:
            workers[0].send_signal(signal.SIGKILL)
            killed.append(done)

    found = run(
        [SMALL],
        MANY,
        How(cluster=address),
        folders=[tmp_path / "work"],
        progress=lose_one,
    )
    assert killed
    assert workers[0].wait(timeout=5) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert canonical(found) == alone
    assert len(list((tmp_path / "work").glob("repetition-*.json"))) == MANY
    # the worker that is left assesses the cases of a large plan
    assert assessed(How(cluster=address)) == assessed(HERE)


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path, alone):
    out = tmp_path / "out"
    words = ["simulate", "--people", "4", "--repetitions", str(MANY), "--seed", str(SMALL.seed)]
    words += ["--start", SMALL.start.isoformat(), "--out", str(out), "--jobs", "1", "--json"]
    words += ["--assume", "futures=1"]
    words += [word for name in SMALL.policies for word in ("--policy", name)]
    program = "import sys; from placement.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, *words]
    env = dict(os.environ)
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    kept = out / "work" / "cambridgeshire"
    deadline = time.monotonic() + 60
    while len(list(kept.glob("repetition-*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    first.kill()
    first.wait()
    done = len(list(kept.glob("repetition-*.json")))
    assert 2 <= done < MANY
    again = subprocess.run(
        [*command, "--resume"], capture_output=True, text=True, check=True, env=env
    )
    assert json.loads(again.stdout)["areas"][0]["found"]["repetitions"] == MANY
    results = Kept(kept, SMALL, resume=True).done()
    assert canonical([[results[number] for number in range(MANY)]]) == alone
    assert f"{done} of {MANY} repetitions done" in again.stderr
