"""Pictures of the ledger, made from its rows: in time, by station, and from giver through officer to audience."""
