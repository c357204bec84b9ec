"""The tests: folders mirror lib and pages."""
