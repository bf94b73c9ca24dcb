"""The legal parameters of a date, as the rules of an affiliate take them: a rule reads no database."""
