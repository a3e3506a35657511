"""Do things once and later: jobs that outlive the process that asked for them."""
