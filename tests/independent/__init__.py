"""A second calculation of the board's numbers, written from the documents alone."""
