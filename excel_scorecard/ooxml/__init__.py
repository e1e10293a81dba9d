"""Any .xlsx, edited part by part: what is not changed is copied as it lies. Knows no scorecard and no figures."""
