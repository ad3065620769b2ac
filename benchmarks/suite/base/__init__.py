"""A package into PostgreSQL: by collecdata, by COPY of a ready CSV, by the inserts of pandas."""
