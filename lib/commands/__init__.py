"""Writing: one function per act; checks the right and the rule, appends facts and the audit row in one transaction."""
