"""The legal parameters of an affiliate's procedures, as their rules take them."""
