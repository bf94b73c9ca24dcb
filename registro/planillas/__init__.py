"""What planillas charge, and what of it is owed: above the tables, below whoever makes or pays them."""
