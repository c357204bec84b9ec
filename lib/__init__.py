"""The board: rules, storage, commands and drawing, one room each."""
