"""The panel app: page config and navigation, nothing else. Served by ``placement app``."""

import streamlit as st

from placement.ui import compare, frame, options, protocol

page = st.navigation(
    [
        st.Page(options.page, title="Options", url_path="options", default=True),
        st.Page(compare.page, title="Compare", url_path="compare"),
        st.Page(protocol.page, title="Protocol", url_path="protocol"),
    ]
)
st.set_page_config(page_title=f"{page.title} - Placement", page_icon="🏠", layout="wide")
frame.show(page)
