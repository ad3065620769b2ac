"""collecdata: canonical schemas for French local government data, and the way in and out."""
