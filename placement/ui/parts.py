"""Parts that several pages share, or that ask what a page shows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.parameters import UNAGREED
from placement.ui import markup, state, words
from placement.ui.spoken import quoted, st, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.clauses import Protocol

Data = dict[str, Any]
ADVICE = "This is advice. People decide; see What this tool does not decide on the Options page."
OF = "Cambridgeshire and Peterborough"
COMPARED, KIND = "compared", "kind"
EVERY_KIND = "every kind"


def heading_of(ranking: Data) -> None:
    """Say which case this is, of what day, and whether it comes under the protocol."""
    move_in = ranking["move_in"]
    said = in_words(date.fromisoformat(move_in)) if move_in else "not known"
    st.html(
        markup.paragraph(
            markup.joined(
                [
                    markup.Safe(f"<strong>{markup.safe(ranking['case'])}</strong>"),
                    f"as of {in_words(date.fromisoformat(ranking['as_of']))}; moving in {said}; "
                    f"eligibility ({words.eligibility_clauses(ranking)}): "
                    f"{words.ELIGIBILITY[ranking['eligibility']['outcome']]}.",
                ]
            )
        )
    )


def pick_to_compare(ranking: Data) -> list[str]:
    """Ask which LHAs to put side by side; at first the first two."""
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    kept = [code for code in st.session_state.get(COMPARED, ()) if code in names]
    first = kept or list(names)[:2]
    with st.container(key="side_by_side"):
        picked = st.pills(
            "LHAs to compare, two to six",
            list(names),
            selection_mode="multi",
            default=first,
            format_func=names.__getitem__,
            key=f"pills-{state.area()}",
        )
    st.session_state[COMPARED] = picked
    return [code for code in names if code in picked]


def pick_a_kind(statements: Sequence[Data]) -> list[Data]:
    """Ask which statements to show, by how they are treated."""
    counts = Counter(each["kind"] for each in statements)
    labels = {EVERY_KIND: f"Every kind ({len(statements)})"}
    labels |= {kind: f"{label} ({counts[kind]})" for kind, label in words.KINDS.items()}
    with st.container(key="kinds"):
        kind = st.radio("Show", list(labels), format_func=labels.__getitem__, key=KIND)
    return [each for each in statements if kind in (EVERY_KIND, each["kind"])]


def whose_protocol() -> None:
    """Where the area is not the protocol's own, say so, and in whose words it stands here."""
    if terms():
        name = state.areas()[state.area()]
        st.info(
            f"{name}: the protocol followed is that of {OF}, and none of this area has been read. "
            "Pages show how that text would apply, and call the bodies what this area calls them."
        )


def unagreed_warning(numbers: Sequence[Data]) -> None:
    """Say how many numbers nobody has agreed."""
    count = sum(each["source"] == UNAGREED for each in numbers)
    if count:
        st.warning(
            f"{count} of {len(numbers)} numbers are starting values: {UNAGREED}. Each says so in "
            "its row."
        )


def about_the_document(document: Protocol) -> str:
    """Return the document's title, edition and when it was last read against this register."""
    return (
        f"{quoted(document.title)}, {document.edition}. Last read against its text on "
        f"{in_words(document.checked)}; it is to be reviewed every {document.review_months} "
        "months (14)."
    )
