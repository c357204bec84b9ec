"""Reading: one function is one SELECT, and says what a row is, its order, and what is absent."""
