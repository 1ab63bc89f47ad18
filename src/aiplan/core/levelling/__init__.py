"""Resource levelling: moving work so that no team or resource exceeds its capacity."""
