"""Spreadsheets in: files to raw rows, rows to statements, statements to the commands."""
