"""The Streamlit frame: who is there, the way around, and what is said when something fails."""
