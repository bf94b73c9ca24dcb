"""Powers: one person acts for another, in the procedures and until the day that the other said.

Meant for the elder pensioner and their daughter. Whoever gives a power confirms it with the own clave; it ends with the
next page that the other opens once it is withdrawn.
"""
