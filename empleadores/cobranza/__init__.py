"""What employers pay: how money finds its planilla, what it leaves in favour, and what a payment opens."""
