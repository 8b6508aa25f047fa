"""What a mock run of a production finds wrong: by what the case knows, and by searching what would leave."""
