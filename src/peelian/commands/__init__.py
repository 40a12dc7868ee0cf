"""Commands: one verb a file. Each turns options into a call and prints what comes back."""
