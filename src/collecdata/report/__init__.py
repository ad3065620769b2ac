"""What a run says of itself: text, JSON, Markdown."""
