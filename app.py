"""The board: `streamlit run app.py` finds the server in `app`, and runs this file at every click."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from lib.web import edge, incidents

# Until st.navigation has run once, Streamlit takes pages/ for its own and serves it without this file:
# the first visitor after a restart could open a page unasked, or met an English "Page not found".
PagesManager.uses_pages_directory = False

app = st.App(__file__, **edge.options())

if __name__ == "__main__":
    from lib.shell import faults, navigation

    incidents.tell_with(faults.show_incident)
    navigation.run()
