"""What `doctor` looks at, room by room; each look returns findings."""
