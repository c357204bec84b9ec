"""Accounts, passwords, sessions, locks and the audit chain; no Streamlit in this room."""
