"""One verb each: takes the open case, plain values and a Progress; one transaction, one audit entry."""
