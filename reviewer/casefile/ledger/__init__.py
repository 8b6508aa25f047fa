"""The ledger's rows: benefits, endorsements, limits, and what figures are counted from."""
