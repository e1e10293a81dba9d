"""The stock template, made with XlsxWriter from a council's brand. Knows the contract's names; fills nothing."""
