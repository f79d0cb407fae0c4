"""Measurements, each beside its floor: see run.py."""
