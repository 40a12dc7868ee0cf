"""What a county that does not exist reports: made-up rows of every return, alike on any machine for one seed."""
