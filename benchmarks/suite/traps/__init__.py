"""Thirty-nine small files that French exports really look like, what they mean, and what each tool makes of them."""
