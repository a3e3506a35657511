"""Groups as the bot finds them: which it knows, what is said and pressed there, how it speaks there."""
