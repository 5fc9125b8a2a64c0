"""Trained weights: the manifest, and files to inference sessions."""
