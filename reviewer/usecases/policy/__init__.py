"""Keep policy, put allegations to the proof, reach findings, count complaints."""
