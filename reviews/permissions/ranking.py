"""Who computes and locks rankings, and who reads them."""
