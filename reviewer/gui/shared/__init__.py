"""What several rooms borrow, since no room knows another: forms, panes, what is dragged from one to the next."""
