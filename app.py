"""The panel app: page config and navigation, nothing else. Served by ``placement app``."""

import streamlit as st

from placement.ui import frame

page = st.navigation(frame.pages())
st.set_page_config(
    page_title=f"{page.title} - Placement",
    page_icon="🏠",
    layout="wide",
    initial_sidebar_state=frame.SIDE_BAR_PX,
)
frame.show(page)
