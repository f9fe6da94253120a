"""Published results: tables and bars, for who may see that organisation."""
