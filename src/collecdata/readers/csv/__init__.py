"""Delimited text: any separator, encoding and line end, read at the speed of the tokeniser and exactly."""
