"""The standard as data: schemas, code lists, adapters; loaded, checked, and turned into Arrow, pydantic, SQL and pages."""
