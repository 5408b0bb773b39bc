"""What is owed and how it moves: the domain, its definition, its store and its commands."""
