"""Corpora to weights; the only room that knows PyTorch."""
