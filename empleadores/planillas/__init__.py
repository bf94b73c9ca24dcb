"""The engine of the planillas: which months are open, how they are made, how they are paid."""
