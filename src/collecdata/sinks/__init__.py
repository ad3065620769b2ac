"""Where canonical tables go: Parquet, CSV, XLSX; and what is set aside: rejects, anomalies, residues."""
