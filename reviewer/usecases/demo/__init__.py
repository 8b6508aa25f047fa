"""The demo case: an invented police department, an invented vendor, and what they wrote to each other in 2016."""
