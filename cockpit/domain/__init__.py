"""What the overview computes and draws from plain numbers. Pure."""
