"""Keep the ledger: enter, prove, count once, add up, draw."""
