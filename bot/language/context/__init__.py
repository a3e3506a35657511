"""How each term is meant, going by the rules of `context.yaml`: `judging` tells the story, the others its parts."""
