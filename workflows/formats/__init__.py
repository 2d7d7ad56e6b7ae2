"""Any assessment export in, one tidy table out."""
