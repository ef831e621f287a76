"""What a place, a series or an event means for the border region: nearness, corridors, relation, risk."""
