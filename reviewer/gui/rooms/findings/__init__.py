"""The Findings room: allegations and their findings, policy, and the history of complaints."""
