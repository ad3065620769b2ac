"""A converted package into a database: one transaction a table, by the fastest way its driver has."""
