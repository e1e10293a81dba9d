"""Records: extracts of cases, read and checked, and the measures that count figures from them."""
