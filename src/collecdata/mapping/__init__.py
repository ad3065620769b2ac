"""The adapter language at work: compiled once to a plan, run on batches."""
