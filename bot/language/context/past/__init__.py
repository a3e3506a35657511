"""What is over: told in the past tense, dated, or part of a tale that has come to its end."""
