"""What the formats whose records hold records (XML, JSON) have in common: paths, columns, rows."""
