"""What several rooms borrow, since no room knows another: panes, acts, what is dragged from one to the next."""
