"""The INSEE death file: generated with its quirks, read by us and by peers, held against a plain reading."""
