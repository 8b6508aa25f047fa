"""What several rooms borrow of the ledger: the forms of its entries, the words that prove one, the way to one."""
