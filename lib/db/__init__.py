"""Storage: engine, tables, migrations, appended facts, and one function per SELECT."""
