"""Benefits, endorsements, limits, and what they add up to."""
