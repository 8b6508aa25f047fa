"""Policy, allegations, findings and complaints on the command line."""
