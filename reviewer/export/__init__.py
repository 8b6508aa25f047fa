"""From domain data to files: report, exhibits."""
