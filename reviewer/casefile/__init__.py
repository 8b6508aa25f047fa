"""The encrypted case file: connection, schema, one module per noun, search, audit."""
