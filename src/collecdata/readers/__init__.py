"""A format to a Stream: encoding, dialect and physical accounting live here and nowhere else."""
