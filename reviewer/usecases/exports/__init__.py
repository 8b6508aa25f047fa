"""What leaves the case: report, exhibits, tables."""
