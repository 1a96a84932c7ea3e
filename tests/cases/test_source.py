"""A path may lead to anything; only a case file is read."""

from __future__ import annotations

import os

import pytest

from placement.cases import read_case
from placement.errors import InputError

from .texts import EXAMPLE, SMALL, problems


def refusal(path):
    with pytest.raises(InputError) as caught:
        read_case(path)
    (problem,) = caught.value.problems
    assert str(caught.value).startswith(f"{path} cannot be used: 1 problem.")
    return problem


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "it is empty"),
        (b"# only a comment\n", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is not UTF-8 text"),
        (EXAMPLE.encode("utf-16"), "it is not UTF-8 text"),
        (b'a = "1"\nb = "\xe9"\n', "line 2 is not UTF-8 text"),
        (b"#" * 1_000_001, "it is over 1,000,000 bytes"),
        (b"<html></html>", "line 1, column 1"),
        (b"a = 1\na = 2\n", "line 2, column 6 (at a): a key is given twice"),
        (b"a = " + b"9" * 5000, "a number is too long to read"),
        (b"a = " + b"[" * 5000, "stand too deep inside each other"),
        (b"a." * 5000 + b"a = 1", "stand too deep inside each other"),
        (b"[" + b"a." * 5000 + b"a]", "stand too deep inside each other"),
        (b'a = "x\n', "a text is not closed on its line"),
    ],
)
def test_a_file_that_is_not_a_case_is_refused_in_one_sentence(tmp_path, raw, words):
    path = tmp_path / "case.toml"
    path.write_bytes(raw)
    assert words in refusal(path)


def test_a_file_that_is_not_there_a_folder_and_a_device_are_refused(tmp_path):
    assert "there is no such file" in refusal(tmp_path / "none.toml")
    assert "it is not a file" in refusal(tmp_path)
    assert "it is not a file" in refusal(os.devnull)
    assert "it cannot be opened" in refusal(str(tmp_path / ("x" * 5000)))
    assert "it cannot be opened" in refusal("a\0b")


def test_dots_in_texts_and_comments_are_not_taken_for_deep_keys():
    dots = "a.b.c.d.e.f.g.h.i.j.k.l"
    text = f'{SMALL}# {dots}\n[[management_view]]\nlha = "E07000009"\nview = "suitable"\n'
    assert problems(f'{text}reason = "{dots}"\n') == ()


def test_a_file_of_rubbish_is_cut_off_after_two_hundred_problems():
    found = problems("".join(f"key{n} = 1\n" for n in range(500)))
    assert len(found) == 201
    assert found[-1] == "and 302 more; correct these first and read it again."
