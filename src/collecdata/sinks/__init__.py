"""Where canonical tables go: Parquet, CSV, XLSX."""
