"""Codes to words: what was found, where, what to do; in French and in English."""

from __future__ import annotations

from collecdata.messages.language import LANGUAGES, language, use_language
from collecdata.messages.texts import Message, codes, help_text, number, render, words

__all__ = ["LANGUAGES", "Message", "codes", "help_text", "language", "number", "render", "use_language", "words"]
