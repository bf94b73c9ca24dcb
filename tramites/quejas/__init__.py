"""Complaints: filed by anybody, answered by the staff within a term, counted once in the month in which they came."""
