"""What many years came to: shares, quantiles, moments of no return, comparisons."""
