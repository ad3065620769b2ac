"""Two versions of a table: what changed, by `diff` and by a row by row comparison."""
