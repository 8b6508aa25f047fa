"""The Ledger room: key figures, benefits, endorsements, limits, and the passages behind each of them."""
