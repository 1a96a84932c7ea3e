"""Settings for everybody: the policy's own table, and every kind of record that is kept."""

from __future__ import annotations

from typing import Final

from placement.parameters import UNAGREED
from placement.records import policy
from placement.records.kinds import KINDS, SPLIT
from placement.ui import markup, session, state, words
from placement.ui.markup import Group, table, tag
from placement.ui.spoken import st

NEVER: Final = "no"
DOES: Final = {
    "open_case": "Open a new case",
    "limit_case": "Limit a case to those named for it",
    "erase_case": "Erase a case",
    "export": "Export records",
    "import": "Take in records from a file",
    "check_address": "Ask whether an address may be used",
    "documents": "Make the documents of a meeting",
    "replay": "Work an old decision out again",
    "plan": "Plan several cases together",
    "read_audit": "Read the log",
    "verify_audit": "Verify the log",
    "back_up": "Back the record up",
    "settings": "See these settings",
}


def who_may_do_what() -> None:
    """Show what a role may see, record and do: the table that the record itself goes by."""
    st.html(
        markup.paragraph(
            "The record goes by this table on every page, on the command line and in every export. "
            "Where a case is limited, only those named for it may do anything."
        )
    )
    roles = list(words.EVERY_ROLE)
    own = roles.index(session.desk().actor.role)
    role = st.selectbox("Role", roles, index=own, format_func=words.EVERY_ROLE.__getitem__)
    rows = [
        [row["kind"], row["clause"], _may(row["sees"]), _may(row["records"])]
        for row in policy.table(KINDS.values())
        if row["role"] == role.replace("_", " ")
    ]
    name = words.EVERY_ROLE[role]
    st.html(
        table(
            caption=f"{name}: what this role may see and record",
            head=("Kind of record", "Clause", "May see", "May record or change"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    acts = [
        [DOES[action], policy.SCOPE_WORDS[scopes[role]]]
        for action, scopes in policy.ACTIONS.items()
        if role in scopes
    ]
    st.html(
        table(
            caption=f"{name}: what else this role may do",
            head=("What", "For which"),
            groups=[Group(rows=acts)],
        )
    )


def _may(scope: str) -> str:
    return NEVER if scope == "never" else scope


def kinds_of_record() -> None:
    """Show every kind of record with who is answerable for it, under which law, for how long."""
    st.info(SPLIT)
    numbers = state.setting_today().numbers
    rows = [
        [
            kind.label + (", kept apart" if kind.vault else ""),
            kind.clause,
            kind.controller,
            markup.joined([kind.regime, tag("proposed", "unagreed")]),
            f"{numbers[kind.retention]} years",
        ]
        for kind in KINDS.values()
    ]
    st.html(
        table(
            caption=f"The kinds of record. Years are counted from the end of the case, or of what "
            f"the record is about; how many is {UNAGREED}.",
            head=("Kind of record", "Clause", "Controller", "Legal regime", "Kept for"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    st.html(
        markup.paragraph(
            "Kept apart: sealed under keys of its own, and never shown to a housing role. What is "
            "due to be erased is only reported; a person decides, and what a decision counted "
            "stays without the person."
        )
    )
