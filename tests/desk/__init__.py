"""The desk: cases, and what may be said of them."""
