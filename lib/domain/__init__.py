"""The rules: frozen values in, frozen values out; no clock, no storage, no outside library."""
