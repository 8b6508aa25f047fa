"""Pictures of the ledger, made from its rows: in time, by station, and from donor through officer to audience."""
