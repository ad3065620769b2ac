"""Table Schema constraints as masks; keys and foreign keys over whole tables."""
