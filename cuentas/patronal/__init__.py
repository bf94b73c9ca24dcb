"""The clave patronal: asked for by the representative or at the counter, made by who reads the employer's mail.

Losing it is no other case than never having had it: the representative asks again, and the new clave takes the place of
the old one, whose sessions end.
"""
