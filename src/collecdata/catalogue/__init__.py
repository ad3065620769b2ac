"""The standard as data: schemas, code lists, adapters; loaded, checked, turned into Arrow, pydantic, SQL and pages."""
