"""Introduces the rooms to each other."""
