"""The app as an ASGI application: the script, behind the security headers."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from placement.ui.headers import SecurityHeaders
from placement.ui.serve import script

app = st.App(script(), middleware=[Middleware(SecurityHeaders)])
