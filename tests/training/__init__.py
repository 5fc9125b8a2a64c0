"""Tests of training and of the weights that ship."""
