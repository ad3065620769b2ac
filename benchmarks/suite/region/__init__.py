"""Many small files of many collectivities: what a region converts in one go, by one process and by two."""
