"""Reading: queries and rules put together into frozen records, one module per family of pages."""
