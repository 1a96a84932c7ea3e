"""``placement profile new``, ``check`` and ``list``: a MAPPA area of one's own as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.errors import InputError, PlacesError
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

    from placement.profile_model import Profile

NEW = """\
Write the profile of a MAPPA area, a commented file in which whatever is not known is left out, make
its postcodes, and say what is missing. An hour's work from there: docs/new-area.md.
"""
CHECK = """\
Say what a profile lacks, in the order of what it costs: each thing, what is not known without it,
and what to do.
"""


def add_profile(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command and its verbs."""
    profile = commands.add_parser("profile", help="a MAPPA area of your own: new, check, list")
    verbs = profile.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = verbs.add_parser("new", help="write the profile of an area", description=NEW)
    new.add_argument("name", metavar="NAME", help="small letters, digits and hyphens, as norfolk")
    new.add_argument(
        "--area", nargs="+", required=True, metavar="LHA", help="its LHAs: ONS codes or names"
    )
    new.add_argument("--title", metavar="TEXT", help="what people call it")
    new.add_argument("--police-area", metavar="TEXT", help="the police area that it is")
    new.add_argument(
        "--county", action="append", default=[], metavar="CODE=NAME", help="a county council"
    )
    new.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to (here)")
    new.add_argument("--from", dest="file", type=Path, metavar="FILE", help="ONSPD or NSPL")
    new.add_argument("--no-postcodes", action="store_true", help="leave the postcodes for later")
    new.add_argument("--as-of", type=arguments.day, metavar="DATE", help="its day (today)")
    new.set_defaults(run=_new)
    check = verbs.add_parser("check", help="what a profile lacks", description=CHECK)
    check.add_argument("profile", metavar="NAME", help="a profile's name or file")
    check.add_argument("--as-of", type=arguments.day, metavar="DATE", help="the day (today)")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)
    listed = verbs.add_parser("list", help="the profiles that a name finds")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list)


def _new(options: argparse.Namespace) -> int:
    from geodata import store
    from placement.profile import load_profile, profile_names
    from placement.profile_writing import profile_text

    problems = []
    try:
        store.checked_name(options.name)
    except PlacesError as error:
        problems.append(str(error))
    if options.name in profile_names():
        problems.append(f"{options.name} is a shipped profile: choose another name.")
    path: Path = options.out / f"{options.name}.toml"
    if path.exists():
        problems.append(f"{path} is there already: move it, or choose another name.")
    lhas = _authorities(options.area, problems)
    counties = _counties(options.county, problems)
    if problems:
        raise InputError("The new profile", problems)
    text = profile_text(
        options.name,
        lhas,
        day=options.as_of or arguments.today(),
        title=options.title,
        police_area=options.police_area,
        counties=counties,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), [f"it cannot be written: {error.strerror}."]) from None
    profile = load_profile(path)
    say(f"Wrote {path}: {len(profile.lhas)} authorities.")
    if not options.no_postcodes:
        _build(profile, options.file)
    _say_lacks(profile, options)
    say(f"Use it: --profile {path}, or put its folder in PLACEMENT_PROFILES.")
    return 0


def _authorities(given: list[str], problems: list[str]) -> dict[str, str]:
    """Return the names of some LHAs by ONS code, given by either."""
    from difflib import get_close_matches

    from geodata.boundaries import lha_names

    names = lha_names()
    by_name = {name.casefold(): code for code, name in names.items()}
    found: dict[str, str] = {}
    for each in given:
        code = each if each in names else by_name.get(each.casefold().strip(), "")
        if not code:
            begun = _letters(each)
            near = [n for n in by_name if begun and _letters(n).startswith(begun)][:3]
            near = near or get_close_matches(each.casefold(), by_name, n=3, cutoff=0.6)
            advice = ", ".join(f"{by_name[n]} {names[by_name[n]]}" for n in near)
            problems.append(
                f"{each!r} is not an authority of England or Wales as of the shipped list. "
                + (f"Near it: {advice}." if advice else "Give its ONS code, as E07000148.")
            )
        elif code in found:
            problems.append(f"{code} {names[code]} is given twice.")
        else:
            found[code] = names[code]
    return found


def _letters(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalpha())


def _counties(given: list[str], problems: list[str]) -> dict[str, str]:
    from placement.cases.spelling import duty_authority

    found = {}
    for each in given:
        code, _, name = each.partition("=")
        if duty_authority(code.strip()) and name.strip():
            found[code.strip()] = name.strip()
        else:
            problems.append(f"--county {each!r}: write E10000020=Norfolk County Council.")
    return found


def _build(profile: Profile, file: Path | None) -> None:
    """Make the postcodes of a profile, with progress."""
    import argparse as arguments_of

    from geodata.commands import KnownProfile, build_command

    known = KnownProfile(profile.name, profile.codes, frozenset())
    build_command(
        arguments_of.Namespace(
            profile=profile.name, file=file, lhas=None, json=False, codes_of=lambda _: known
        )
    )


def _check(options: argparse.Namespace) -> int:
    from placement.profile import load_profile

    _say_lacks(load_profile(options.profile), options)
    return 0


def _say_lacks(profile: Profile, options: argparse.Namespace) -> None:
    from dataclasses import asdict

    from placement.load import places_on
    from placement.profile_check import lacks

    day, why = options.as_of or arguments.today(), None
    try:
        places_on(profile, day)
    except PlacesError as error:
        why = str(error)
    found = lacks(profile, day, places=why)
    if getattr(options, "json", False):
        print_json(
            {"profile": profile.name, "as_of": day.isoformat(), "lacks": [*map(asdict, found)]}
        )
        return
    if not found:
        say(f"{profile.title}: nothing that is looked for is missing.")
        return
    say(f"{profile.title}, missing, what matters most first:")
    for number, each in enumerate(found, 1):
        of = f" ({', '.join(each.lhas)})" if each.lhas else ""
        say(f"{number}. {each.what[0].upper()}{each.what[1:]}{of}: {each.costs}. {_do(each.do)}")


def _do(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if not text.startswith("placement ") else f"Run: {text}"


def _list(options: argparse.Namespace) -> int:
    from placement.profile import found_profiles, load_profile, profile_names

    rows = [
        {
            "name": name,
            "title": load_profile(path).title,
            "lhas": len(load_profile(path).lhas),
            "file": "shipped" if name in profile_names() else str(path),
        }
        for name, path in found_profiles().items()
    ]
    if options.json:
        print_json(rows)
        return 0
    for row in rows:
        say(f"{row['name']}: {row['title']}, {row['lhas']} authorities ({row['file']})")
    return 0
