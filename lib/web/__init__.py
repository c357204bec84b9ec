"""The ASGI edge around the Streamlit server: who is there, and what leaves."""
