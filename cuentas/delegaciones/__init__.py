"""An employer authorises people, by cédula, to act for it: each with the own login and clave, and in a role.

Who may authorise is whoever comes in with the RUC and the clave patronal, and nobody else. The legal representative
acts for their employer only by that clave, or authorised by it like anybody: the register may be late to learn that
somebody ceased to be the representative, while the clave was made by who reads the employer's mail, and can be asked
for anew in a few minutes. Nor does a delegate authorise others, whatever the role: all who may act are on one page.

A delegation counts once the person accepted it. It is read with each page, and so ends with the next one that the
person opens once either side ended it, its last day passed, or the account of the employer was closed.
"""
