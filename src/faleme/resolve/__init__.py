"""From mentions to what they refer to: places and actors."""
