"""Pensioners who leave the country: their notices, and the proof of life that those who live abroad hand in."""
