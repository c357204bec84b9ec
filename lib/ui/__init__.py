"""Drawing only: charts, tables, cards, lights, words."""
