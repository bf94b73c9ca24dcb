"""What an operator sees of a running portal: its log lines and its figures. Neither names a person."""
