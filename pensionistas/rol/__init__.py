"""The rol of a month: what every pension is paid, all of them in a few statements for each batch of people.

The rule is `pensionistas.reglas.rol`; here it is said a second time, in SQL, and a property test compares both.
"""
